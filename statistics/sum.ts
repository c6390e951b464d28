import type { PersonFacts } from './entities/person.ts';
import type { CompanySettings } from './entities/settings.ts';
import { rowKey } from './rowKey.ts';
import type { DefinedStatistic, Entities } from './statistic.ts';

/** What is summed under one key: how many entities contribute, and the measures in the order of their definition. */
export interface Sum {
  readonly entities: number;
  readonly measures: readonly number[];
}

/** Sums by record key (see `rowKey`). */
export type Sums = ReadonlyMap<string, Sum>;

/** RangeError past 2^53: sums are exact or refused. */
export const addSums = (a: Sum, b: Sum): Sum => ({
  entities: exact(a.entities + b.entities),
  measures: a.measures.map((amount, at) => exact(amount + (b.measures[at] ?? 0))),
});

function exact(amount: number): number {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`${amount} is past the safe integers`);
  return amount;
}

/** 0 − sum; never −0. */
const negative = ({ entities, measures }: Sum): Sum => ({
  entities: 0 - entities,
  measures: measures.map((amount) => 0 - amount),
});

export const isZero = ({ entities, measures }: Sum): boolean =>
  entities === 0 && measures.every((amount) => amount === 0);

/** What one entity adds to a statistic: one sum for each of its keys. */
export function sumsOf<E extends keyof Entities>(
  statistic: DefinedStatistic<E>,
  entity: Entities[E],
  person: PersonFacts,
  settings: CompanySettings,
): Sums {
  const names = Object.keys(statistic.measures);
  const sums = new Map<string, Sum>();
  for (const { key, add } of statistic.contributions(entity, person, settings)) {
    const text = rowKey(statistic, key);
    const measures = names.map((name) => (add as Readonly<Record<string, number | undefined>>)[name] ?? 0);
    const held = sums.get(text);
    sums.set(text, held ? addSums(held, { entities: 0, measures }) : { entities: 1, measures });
  }
  return sums;
}

/** after − before, by key, without zeros. */
export function* difference(before: Sums, after: Sums): Generator<readonly [key: string, change: Sum]> {
  for (const [key, sum] of after) {
    const held = before.get(key);
    const change = held ? addSums(sum, negative(held)) : sum;
    if (!isZero(change)) yield [key, change];
  }
  for (const [key, sum] of before) if (!after.has(key) && !isZero(sum)) yield [key, negative(sum)];
}

/** Eight bytes a number, little-endian doubles: exact up to 2^53. */
export const encodeSum = ({ entities, measures }: Sum): Buffer =>
  Buffer.from(Float64Array.of(entities, ...measures).buffer);

/** RangeError when the bytes are no sum of exact numbers. */
export function decodeSum(bytes: Buffer): Sum {
  if (bytes.length < 8 || bytes.length % 8 !== 0) throw new RangeError(`a sum of ${bytes.length} bytes`);
  const [entities = 0, ...measures] = Array.from({ length: bytes.length / 8 }, (_, at) =>
    exact(bytes.readDoubleLE(at * 8)),
  );
  return { entities, measures };
}
