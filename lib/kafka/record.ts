import type { RawRecord } from './cluster.ts';

/**
 * A record as we hand it on. `key` is '' for a record without a key; `value` shares memory with its whole response:
 * copy what is kept.
 */
export interface KafkaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Epoch ms. */
  readonly timestamp: number;
  readonly key: string;
  readonly value: Buffer | null;
  /** Header values as UTF-8 text; of a repeated header the last one. */
  readonly headers: Readonly<Record<string, string>>;
}

/** From kafkajs's form, with its offsets and times as texts. */
export const kafkaRecord = (topic: string, partition: number, raw: RawRecord): KafkaRecord => ({
  topic,
  partition,
  offset: BigInt(raw.offset),
  timestamp: Number(raw.timestamp),
  key: raw.key === null ? '' : raw.key.toString(),
  value: raw.value,
  headers: headerTexts(raw.headers),
});

const none: Readonly<Record<string, string>> = Object.freeze({});

function headerTexts(headers: RawRecord['headers']): Readonly<Record<string, string>> {
  const names = Object.keys(headers);
  if (names.length === 0) return none;
  return Object.fromEntries(names.map((name) => [name, String([headers[name] ?? ''].flat().at(-1))]));
}
