import { epochDay, isLocalDate } from '#lib/dates.ts';
import type { FieldKind } from '#schemas/fields.ts';
import type { FieldShape } from '#schemas/meaning.ts';
import type { ByteWriter } from './bytes.ts';

/** How values of one ClickHouse type are written. `type` is spelled as `system.columns` has it. */
export interface ColumnType {
  readonly type: string;
  /** What a tombstone's row holds where the key does not say. */
  readonly empty: unknown;
  /** Throws RangeError for a value that ClickHouse would store as something else. */
  write(bytes: ByteWriter, value: unknown): void;
}

function refuse(what: string, value: unknown): never {
  throw new RangeError(`${JSON.stringify(value) ?? String(value)} is no ${what}`);
}

/** Text; half a surrogate pair would be replaced in silence. */
const text = (type: string): ColumnType => ({
  type,
  empty: '',
  write: (bytes, value) =>
    typeof value === 'string' && value.isWellFormed() ? bytes.string(value) : refuse('text', value),
});

export const string: ColumnType = text('String');

/** For columns of few different values. */
export const label: ColumnType = text('LowCardinality(String)');

const uuidText = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Two little-endian halves. */
export const uuid: ColumnType = {
  type: 'UUID',
  empty: '00000000-0000-0000-0000-000000000000',
  write: (bytes, value) => {
    if (typeof value !== 'string' || !uuidText.test(value)) return refuse('UUID', value);
    const hex = value.replaceAll('-', '');
    bytes.uint64(BigInt(`0x${hex.slice(0, 16)}`));
    bytes.uint64(BigInt(`0x${hex.slice(16)}`));
  },
};

export const int: ColumnType = {
  type: 'Int64',
  empty: 0,
  write: (bytes, value) =>
    Number.isSafeInteger(value) ? bytes.int64(value as number) : refuse('whole number below 2^53', value),
};

export const uint64: ColumnType = {
  type: 'UInt64',
  empty: 0n,
  write: (bytes, value) =>
    typeof value === 'bigint' && value >= 0n && value < 2n ** 64n ? bytes.uint64(value) : refuse('UInt64', value),
};

export const uint8: ColumnType = {
  type: 'UInt8',
  empty: 0,
  write: (bytes, value) =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) < 256
      ? bytes.uint8(value as number)
      : refuse('UInt8', value),
};

export const boolean: ColumnType = {
  type: 'Bool',
  empty: false,
  write: (bytes, value) => (typeof value === 'boolean' ? bytes.uint8(value ? 1 : 0) : refuse('boolean', value)),
};

/** `YYYY-MM-DD` from 1900-01-01 to 2299-12-31, what a Date32 holds. */
export const date: ColumnType = {
  type: 'Date32',
  empty: '1970-01-01',
  write: (bytes, value) =>
    typeof value === 'string' && isLocalDate(value) && value >= '1900-01-01' && value <= '2299-12-31'
      ? bytes.int32(epochDay(value))
      : refuse('day from 1900 to 2299', value),
};

const firstInstant = Date.parse('1900-01-01T00:00:00Z');
const lastInstant = Date.parse('2299-12-31T23:59:59.999Z');

/** Epoch ms. */
export const instant: ColumnType = {
  type: "DateTime64(3, 'UTC')",
  empty: 0,
  write: (bytes, value) =>
    Number.isSafeInteger(value) && (value as number) >= firstInstant && (value as number) <= lastInstant
      ? bytes.int64(value as number)
      : refuse('instant (epoch ms) from 1900 to 2299', value),
};

/** Whole millionths. */
export const days: ColumnType = {
  type: 'Decimal(18, 6)',
  empty: 0,
  write: (bytes, value) =>
    Number.isSafeInteger(value) ? bytes.int64(value as number) : refuse('amount in whole millionths', value),
};

export const nullable = (inner: ColumnType): ColumnType => ({
  type: `Nullable(${inner.type})`,
  empty: null,
  write: (bytes, value) => {
    bytes.uint8(value === null ? 1 : 0);
    if (value !== null) inner.write(bytes, value);
  },
});

export const array = (item: ColumnType): ColumnType => ({
  type: `Array(${item.type})`,
  empty: [],
  write: (bytes, value) => {
    if (!Array.isArray(value)) return refuse('list', value);
    bytes.varint(value.length);
    for (const element of value) item.write(bytes, element);
  },
});

const byKind: Readonly<Record<Exclude<FieldKind, 'list'>, ColumnType>> = {
  string,
  uuid,
  int,
  boolean,
  date,
  instant,
  days,
};

function ofKind(kind: FieldKind): ColumnType {
  if (kind === 'list') throw new TypeError('a list of lists has no column type');
  return byKind[kind];
}

/** ClickHouse has no list that is null: none at all is an empty one. */
const listOrNone = (list: ColumnType): ColumnType => ({
  ...list,
  write: (bytes, value) => list.write(bytes, value === null ? [] : value),
});

/** The column type that a field of a record has. */
export function columnTypeOf(field: FieldShape): ColumnType {
  if (field.kind === 'list') {
    const list = array(ofKind(field.item ?? 'list'));
    return field.nullable ? listOrNone(list) : list;
  }
  const plain = ofKind(field.kind);
  return field.nullable ? nullable(plain) : plain;
}
