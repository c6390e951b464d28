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
  readonly data: Json;
}

/**
 * The mark of an event's content: two messages have the same mark when they are copies of one event. It is made once,
 * where a message is read, and then carried, for a redacted copy could not make it again. 128 bits of SHA-256,
 * hexadecimal; neither the order of names nor the spelling of numbers matters.
 */
export const markOf = ({ source, id, type, time, data }: Written): string =>
  createHash('sha256')
    .update(canonical([source, id, type, time, data]))
    .digest('hex')
    .slice(0, 32);

/** The header in which a publisher sends an event's mark along that it could not have any more: that of an event that was blanked before it left. */
export const markHeader = 'x-leaveline-mark';

/** Whether a text that came from outside has the form of a mark. */
export const isMark = (text: unknown): text is string => typeof text === 'string' && /^[0-9a-f]{32}$/.test(text);
