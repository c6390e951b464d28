import type { Failure } from '#lib/deadLetter.ts';
import { ByteWriter } from '#tables/bytes.ts';
import { newerColumns } from '#tables/newer.ts';
import { type RowEncoder, rowEncoder } from '#tables/rowBinary.ts';
import type { Column, DecodedRecord, SinkRecord, Table } from '#tables/tables.ts';
import { NewerFields } from './context.ts';

/** A record as it was read; `value` null is a tombstone. */
export interface ReadRecord extends SinkRecord {
  readonly value: Buffer | null;
}

/** The rows of one INSERT. */
export interface Block {
  readonly table: Table;
  readonly header: Buffer;
  readonly bytes: Buffer;
  /** Where each row ends in `bytes`. */
  readonly ends: readonly number[];
  /** The record behind each row. */
  readonly records: readonly ReadRecord[];
}

/** The bytes of the rows [from; to) of a block, with the header. */
export const rowsOf = ({ header, bytes, ends }: Block, from: number, to: number): Buffer[] => [
  header,
  bytes.subarray(from === 0 ? 0 : ends[from - 1], to === 0 ? 0 : ends[to - 1]),
];

/** A record that can never become a row. */
export interface Dead extends Failure {
  readonly record: ReadRecord;
}

/** Everything that one flush does, decided before anything is done. */
export interface FlushPlan {
  readonly blocks: readonly Block[];
  readonly dead: readonly Dead[];
  /** Of the newest event among the records, epoch ms; null when there is none. */
  readonly maxOccurredAt: number | null;
}

/** The value of a record; throws UnreadableRecord-like errors that carry a `reason`. */
export type Decode = (value: Buffer) => DecodedRecord;

/**
 * Makes plans for these tables; throws NewerFields where they need columns. Pure: the same records give the same bytes.
 */
export function planner(tables: readonly Table[], decode: Decode): (records: readonly ReadRecord[]) => FlushPlan {
  const encoders = new Map(tables.map((table) => [table, rowEncoder(table)]));
  const byTopic = new Map(tables.flatMap((table) => table.topics.map((topic) => [topic, table])));
  return (records) => {
    const groups = Map.groupBy(records, ({ topic }) => byTopic.get(topic));
    const state: Building = { blocks: [], dead: [], newer: new Map(), maxOccurredAt: null };
    for (const [table, group] of groups) {
      const encoder = table && encoders.get(table);
      if (encoder) addBlock(state, table, encoder, group, decode);
    }
    if (state.newer.size > 0) throw new NewerFields(state.newer);
    return state;
  };
}

interface Building {
  readonly blocks: Block[];
  readonly dead: Dead[];
  /** Columns that are not there, by table. */
  readonly newer: Map<string, readonly Column[]>;
  maxOccurredAt: number | null;
}

function addBlock(state: Building, table: Table, encoder: RowEncoder, group: readonly ReadRecord[], decode: Decode) {
  const bytes = new ByteWriter(group.length * 128);
  const ends: number[] = [];
  const records: ReadRecord[] = [];
  for (const record of group) {
    try {
      const decoded = record.value === null ? null : decode(record.value);
      if (decoded) noteFields(state, table, decoded);
      encoder.append(bytes, decoded, record);
      ends.push(bytes.length);
      records.push(record);
      noteTime(state, decoded);
    } catch (error) {
      state.dead.push({ record, ...failureOf(error) });
    }
  }
  if (records.length > 0) state.blocks.push({ table, header: encoder.header, bytes: bytes.bytes(), ends, records });
}

function noteFields({ newer }: Building, table: Table, decoded: DecodedRecord): void {
  const noted = newer.get(table.name) ?? [];
  const columns = newerColumns(table, decoded).filter(({ name }) => !noted.some((column) => column.name === name));
  if (columns.length > 0) newer.set(table.name, [...noted, ...columns]);
}

function noteTime(state: Building, decoded: DecodedRecord | null): void {
  const at = decoded?.value.occurredAt;
  if (typeof at === 'number') state.maxOccurredAt = Math.max(state.maxOccurredAt ?? at, at);
}

/** A RangeError is a value that has no place in its column; an unreadable record says its reason itself. */
function failureOf(error: unknown): Failure {
  const { reason, message } = error as { reason?: string; message: string };
  if (reason !== undefined) return { reason, detail: message };
  if (error instanceof RangeError) return { reason: 'bad_row', detail: message };
  throw error;
}
