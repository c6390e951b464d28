import type { Output } from '#engine/topology.ts';
import { difference, type Sum, type Sums } from '#statistics/sum.ts';

/** A record of a public topic: flat, its lists hold plain values. */
type Row = Readonly<Record<string, unknown>>;

/** The rows that an entity shows on one topic, by record key. */
export interface TopicRows<T extends object = Row> {
  readonly output: Output<T | null>;
  readonly rows: ReadonlyMap<string, T>;
}

/** All that an entity in its present state shows to others: rows, and contributions by `<statistic>/<row key>`. */
export interface Projection {
  /** Always the same outputs in the same order for one kind of entity. */
  readonly topics: readonly TopicRows[];
  readonly sums: Sums;
}

/** What an entity shows that is not there, or incomplete. */
export const emptyProjection: Projection = { topics: [], sums: new Map() };

/**
 * Sends what differs between two projections of one entity: new and changed rows, tombstones for vanished ones, changes
 * of sums.
 */
export function sendDifference(before: Projection, after: Projection, send: Send, sums: Output<Sum>): void {
  if (before === after) return;
  const size = Math.max(before.topics.length, after.topics.length);
  for (let at = 0; at < size; at++) sendRows(before.topics[at], after.topics[at], send);
  for (const [key, change] of difference(before.sums, after.sums)) send(sums, key, change);
}

function sendRows(before: TopicRows | undefined, after: TopicRows | undefined, send: Send): void {
  for (const [key, row] of after?.rows ?? []) {
    const held = before?.rows.get(key);
    if (after && !(held && sameRow(held, row))) send(after.output, key, row);
  }
  for (const key of before?.rows.keys() ?? []) if (before && !after?.rows.has(key)) send(before.output, key, null);
}

/** Whether two rows say the same. */
const sameRow = (a: Row, b: Row): boolean =>
  Object.keys(a).every((name) => a[name] === b[name] || sameList(a[name], b[name]));

const sameList = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, at) => item === b[at]);

type Send = <T>(output: Output<T>, key: string, value: T) => void;
