import { createHash } from 'node:crypto';
import { canonical, type Json } from '#lib/canonicalJson.ts';

/** What a publisher wrote of an event, before anybody read a meaning into it. */
export interface Written {
  readonly source: string;
  /** As it is in Kafka: a UUID says the same in capitals. */
  readonly id: string;
  readonly type: string;
  /** The publisher's own time as it is written; null: it gives none. Never the time of receipt. */
  readonly time: string | null;
  readonly data: { readonly [name: string]: Json };
}

/** What stands in the mark for the values of fields that were blanked since, by name. */
export type Seals = ReadonlyMap<string, string>;

/**
 * The mark of an event's content: two messages have the same mark when they are copies of one event. It is made once,
 * where a message is read, and then carried, for a redacted copy could not make it again. 128 bits of SHA-256,
 * hexadecimal; neither the order of names nor the spelling of numbers matters.
 */
export function markOf({ source, id, type, time, data }: Written, seals: Seals = new Map()): string {
  const sealed = Object.entries(data).map(([name, value]) => [
    name,
    seals.get(name) ?? sealOf({ source, id }, name, value),
  ]);
  return digest([source, id, type, time, Object.fromEntries(sealed)]);
}

/** What the mark of this event has of one value; another event's seal of the same value is another one. */
export const sealOf = ({ source, id }: Pick<Written, 'source' | 'id'>, name: string, value: Json): string =>
  digest([source, id, name, value]);

const digest = (value: Json): string => createHash('sha256').update(canonical(value)).digest('hex').slice(0, 32);

/**
 * The header in which a publisher that blanked an event before it left sends the seals of what it took away, as JSON:
 * with them the event has the mark that it had before.
 */
export const sealsHeader = 'x-leaveline-seals';

/** The seals that a header holds; none where it is no such header. */
export function sealsIn(header: unknown): Seals {
  try {
    const seals = Object.entries(JSON.parse(String(header)) as object);
    return new Map(seals.filter(([, seal]) => typeof seal === 'string' && /^[0-9a-f]{32}$/.test(seal)));
  } catch {
    return new Map();
  }
}
