import { shapeOf } from '#schemas/meaning.ts';
import { columnTypeOf } from './columnTypes.ts';
import { isEventRecord } from './payload.ts';
import { type Column, columnName, type DecodedRecord, type Table } from './tables.ts';

/**
 * The columns that a record of a newer version needs in its table and that are not there; `events` has all fields in
 * one. An Error that is to be waited out, until a version takes over that knows them, when there can be no such column.
 */
export function newerColumns({ record, columns }: Table, { name, newer = [] }: DecodedRecord): readonly Column[] {
  if (newer.length === 0 || !(record === name || isEventRecord(name))) return [];
  const needed = newer.map((field) => newerColumn(name, field));
  return record === name ? needed.filter((column) => !columns.some((own) => own.name === column.name)) : [];
}

function newerColumn(record: string, { name, type, default: fallback = null }: NewerField): Column {
  const shape = shapeOf(type);
  if (!shape) throw new Error(`${record} has a field ${name} of a type that this version has no column for`);
  return { name: columnName(name), type: columnTypeOf(shape), from: ({ value }) => value[name] ?? fallback };
}

type NewerField = NonNullable<DecodedRecord['newer']>[number];
