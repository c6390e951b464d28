import { ByteWriter } from './bytes.ts';
import { type DecodedRecord, deletedColumn, type SinkRecord, type Table, versionColumn } from './tables.ts';

/** Rows of one INSERT in `RowBinaryWithNamesAndTypes`: the header turns another schema in the table into an error. */
export interface RowEncoder {
  readonly header: Buffer;
  /**
   * Appends a record's row, a tombstone's when `decoded` is null. RangeError, naming the column, leaves `bytes` as it
   * was.
   */
  append(bytes: ByteWriter, decoded: DecodedRecord | null, record: SinkRecord): void;
}

/** The encoder of a table. */
export function rowEncoder(table: Table): RowEncoder {
  return {
    header: headerOf(table),
    append: (bytes, decoded, record) => {
      const start = bytes.length;
      try {
        if (decoded) appendValue(table, bytes, decoded, record);
        else appendTombstone(table, bytes, record);
      } catch (error) {
        bytes.truncate(start);
        throw error;
      }
      versionColumn.type.write(bytes, record.offset + 1n);
      deletedColumn.type.write(bytes, decoded ? 0 : 1);
    },
  };
}

/** Column count, names, types. */
function headerOf(table: Table): Buffer {
  const columns = [...table.columns, versionColumn, deletedColumn];
  const bytes = new ByteWriter();
  bytes.varint(columns.length);
  for (const { name } of columns) bytes.string(name);
  for (const { type } of columns) bytes.string(type.type);
  return Buffer.from(bytes.bytes());
}

function appendValue(table: Table, bytes: ByteWriter, decoded: DecodedRecord, record: SinkRecord): void {
  for (const { name, type, from } of table.columns) {
    try {
      type.write(bytes, from(decoded, record));
    } catch (error) {
      throw new RangeError(`${name}: ${(error as Error).message}`);
    }
  }
}

function appendTombstone(table: Table, bytes: ByteWriter, record: SinkRecord): void {
  const key = table.keyOf(record.key);
  for (const { name, type } of table.columns) type.write(bytes, name in key ? key[name] : type.empty);
}
