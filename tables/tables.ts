import type { AvroField } from '#lib/avro/serde.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { derivedRecords } from '#schemas/catalogue.ts';
import { families } from '#schemas/families.ts';
import type { Fields } from '#schemas/fields.ts';
import { joinKey, keyValues, splitKey } from '#schemas/keys.ts';
import type { RecordDefinition } from '#schemas/record.ts';
import { statistics } from '#statistics/catalogue.ts';
import {
  type ColumnType,
  columnTypeOf,
  instant,
  int,
  label,
  nullable,
  string,
  uint8,
  uint64,
  uuid,
} from './columnTypes.ts';
import { payloadOf, typeOfRecord } from './payload.ts';

/** Where everything is; never `default`, which in chdb is no ordinary database. */
export const database = 'leaveline';

/** What a row is made of besides its decoded value. */
export type SinkRecord = Omit<KafkaRecord, 'value'>;

/** A decoded record: Avro full name and fields. */
export interface DecodedRecord {
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Those of its fields that this version does not know, as their writer described them. */
  readonly newer?: readonly AvroField[];
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** The value from a record; RangeError when there is none. */
  readonly from: (decoded: DecodedRecord, record: SinkRecord) => unknown;
}

/** A ClickHouse table and the topics it is filled from; ReplacingMergeTree by `_version` and `_deleted`. */
export interface Table {
  readonly name: string;
  readonly topics: readonly string[];
  readonly doc: string;
  /** The Avro name of the records whose every field is a column. */
  readonly record?: string;
  readonly columns: readonly Column[];
  /** The row's key: ORDER BY, and what a tombstone names. */
  readonly orderBy: readonly string[];
  /** The key of an earlier version: a table that still has it is copied to the present one. */
  readonly formerKey?: readonly string[];
  /** The key columns' values from a record key. RangeError when it is no key of this table. */
  readonly keyOf: (key: string) => Readonly<Record<string, unknown>>;
}

/** `leaveType` → `leave_type`. */
export const columnName = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Version columns of every table: the offset of the record behind this one's, and whether it was a tombstone. */
export const versionColumn = { name: '_version', type: uint64 } as const;
export const deletedColumn = { name: '_deleted', type: uint8 } as const;

/** A table of one kind of record, whose key columns are named in the order in which `joinKey` joined them. */
export function recordTable(name: string, definition: RecordDefinition, key: readonly string[]): Table {
  const fields = Object.entries(definition.fields);
  return {
    name,
    topics: [definition.topic],
    doc: definition.doc,
    record: definition.name,
    columns: fields.map(([field, kind]) => ({
      name: columnName(field),
      type: columnTypeOf(kind),
      from: key[0] === field ? checkedKey(field, key) : ({ value }) => value[field],
    })),
    orderBy: key.map(columnName),
    keyOf: (text) => keyColumns(key, definition.fields, text),
  };
}

/** The first key column, when the whole key is that of the record: else its tombstone would miss the row. */
const checkedKey =
  (field: string, key: readonly string[]): Column['from'] =>
  ({ value }, record) => {
    const expected = joinKey(key.map((part) => String(value[part])));
    if (expected === record.key) return value[field];
    throw new RangeError(`the record key ${JSON.stringify(record.key)} is not that of its value, ${expected}`);
  };

const keyColumns = (key: readonly string[], fields: Fields, text: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(keyValues(key, fields, text)).map(([name, value]) => [columnName(name), value]));

/**
 * Every event as it was published, keyed like its record: a redacted copy replaces the first. What an earlier version
 * wrote has the mark ''.
 */
const events: Table = {
  name: 'events',
  topics: Object.values(families).map(({ topic }) => topic),
  doc: 'Every event, decoded; the newest copy of each.',
  columns: [
    { name: 'event_id', type: uuid, from: ({ value }) => value.eventId },
    { name: 'mark', type: string, from: ({ value }) => value.mark ?? '' },
    { name: 'type', type: label, from: ({ name }, { headers }) => typeOfRecord(name, headers) },
    { name: 'occurred_at', type: instant, from: ({ value }) => value.occurredAt },
    { name: 'received_at', type: instant, from: (_, record) => record.timestamp },
    { name: 'employee_id', type: nullable(string), from: ({ value }) => value.employeeId ?? null },
    { name: 'source', type: label, from: (_, record) => record.headers.ce_source ?? '' },
    { name: 'payload', type: string, from: payloadOf },
    { name: 'topic', type: label, from: (_, record) => record.topic },
    { name: 'partition', type: int, from: (_, record) => record.partition },
    { name: 'offset', type: uint64, from: (_, record) => record.offset },
  ],
  orderBy: ['event_id', 'mark'],
  formerKey: ['event_id'],
  keyOf: (key) => {
    const [, eventId, mark = ''] = splitKey(key);
    return { event_id: eventId, mark };
  },
};

/** What each enriched record is called as a table, and what it is keyed by. */
const enriched: Readonly<Record<string, { readonly name: string; readonly key: readonly string[] }>> = {
  'hr.VacationRequest': { name: 'requests', key: ['requestId'] },
  'hr.AbsenceDay': { name: 'absence_days', key: ['employeeId', 'requestId', 'day'] },
  'hr.Employee': { name: 'employees', key: ['employeeId'] },
};

function enrichedTable(definition: RecordDefinition): Table {
  const known = enriched[definition.name];
  if (known) return recordTable(known.name, definition, known.key);
  throw new Error(`${definition.name} has no table: name it and its key in tables/tables.ts`);
}

/** The table of a statistic. */
export const statisticTable = (name: string): string => `statistics_${name}`;

/** Every table. A new statistic, and a new field of any record, needs nothing here. */
export const tables: readonly Table[] = [
  events,
  ...derivedRecords.map(enrichedTable),
  ...statistics.map(({ name, row, key }) => recordTable(statisticTable(name), row, Object.keys(key))),
];
