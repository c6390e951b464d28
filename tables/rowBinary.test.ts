import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromEpochDay } from '#lib/dates.ts';
import { id, int } from '#schemas/fields.ts';
import { derived } from '#schemas/record.ts';
import type { ClickHouse } from '#sinks/clickhouse.ts';
import { type OwnClickHouse, ownClickHouse } from '#sinks/testing/ownClickHouse.ts';
import { ByteWriter } from './bytes.ts';
import * as types from './columnTypes.ts';
import { createTableSql } from './ddl.ts';
import { rowEncoder } from './rowBinary.ts';
import { type DecodedRecord, recordTable, type SinkRecord, type Table, tables } from './tables.ts';

function written(type: types.ColumnType, value: unknown): string {
  const bytes = new ByteWriter(1);
  type.write(bytes, value);
  return bytes.bytes().toString('hex');
}

describe('a value as bytes', () => {
  test.each([
    ['String', types.string, 'її', '04d197d197'],
    ['a long String', types.string, 'x'.repeat(300), `ac02${'78'.repeat(300)}`],
    ['UUID', types.uuid, '61f0c404-5cb3-11e7-907b-a6006ad3dba0', 'e711b35c04c4f061a0dbd36a00a67b90'],
    ['Int64', types.int, -2, 'feffffffffffffff'],
    ['the largest Int64 of ours', types.int, Number.MAX_SAFE_INTEGER, 'ffffffffffff1f00'],
    ['the smallest Int64 of ours', types.int, -Number.MAX_SAFE_INTEGER, '010000000000e0ff'],
    ['UInt64', types.uint64, 258n, '0201000000000000'],
    ['Bool', types.boolean, true, '01'],
    ['Date32', types.date, '1969-12-31', 'ffffffff'],
    ['DateTime64', types.instant, 1_500, 'dc05000000000000'],
    ['Decimal(18, 6)', types.days, -500_000, 'e05ef8ffffffffff'],
    ['null', types.nullable(types.string), null, '01'],
    ['not null', types.nullable(types.string), 'a', '000161'],
    ['Array', types.array(types.date), ['1970-01-02', '1970-01-03'], '020100000002000000'],
  ])('%s', (_, type, value, hex) => expect(written(type, value)).toBe(hex));

  test.each([
    ['half a surrogate pair', types.string, '\ud800'],
    ['a number as text', types.string, 5],
    ['null in a column that is not nullable', types.string, null],
    ['undefined in a nullable column', types.nullable(types.string), undefined],
    ['a fraction', types.int, 1.5],
    ['a number that is not safe', types.int, 2 ** 53],
    ['half a millionth', types.days, 0.5],
    ['a day that does not exist', types.date, '2026-02-30'],
    ['a day past 2299', types.date, '2300-01-01'],
    ['an instant before 1900', types.instant, Date.parse('1899-12-31T23:59:59Z')],
    ['NaN', types.instant, Number.NaN],
    ['a UUID without a digit', types.uuid, '61f0c404-5cb3-11e7-907b-a6006ad3dba'],
    ['a list of something else', types.array(types.int), [1, 'two']],
  ])('%s is refused, never coerced', (_, type, value) => expect(() => written(type, value)).toThrow(RangeError));
});

const column = (name: string, type: types.ColumnType): Table['columns'][number] => ({
  name,
  type,
  from: ({ value }) => value[name],
});

const table: Table = {
  name: 'everything',
  topics: ['t'],
  doc: 'One column of each type.',
  columns: [
    column('key', types.string),
    column('label', types.label),
    column('id', types.uuid),
    column('whole', types.int),
    column('yes', types.boolean),
    column('day', types.date),
    column('at', types.instant),
    column('amount', types.days),
    column('maybe', types.nullable(types.instant)),
    column('words', types.array(types.string)),
    column('amounts', types.array(types.days)),
  ],
  orderBy: ['key'],
  keyOf: (key) => ({ key }),
};

const record = (offset: number, key = 'k'): SinkRecord => ({
  topic: 't',
  partition: 0,
  offset: BigInt(offset),
  timestamp: 0,
  key,
  headers: {},
});

test('header and rows of a table, byte for byte', () => {
  const small: Table = { ...table, columns: [column('key', types.string), column('whole', types.int)] };
  const encoder = rowEncoder(small);
  const bytes = new ByteWriter();
  encoder.append(bytes, { name: 'x', value: { key: 'a', whole: 1 } }, record(6));
  encoder.append(bytes, null, record(7, 'b'));
  const text = (value: string) => `${value.length.toString(16).padStart(2, '0')}${Buffer.from(value).toString('hex')}`;
  const names = ['key', 'whole', '_version', '_deleted', 'String', 'Int64', 'UInt64', 'UInt8'];
  expect(encoder.header.toString('hex')).toBe(`04${names.map(text).join('')}`);
  expect(bytes.bytes().toString('hex')).toBe(
    ['0161', '0100000000000000', '0700000000000000', '00', '0162', '0000000000000000', '0800000000000000', '01'].join(
      '',
    ),
  );
});

test.each(['', ' 5', '5.0', '0x10', '1e3', '+5', 'five'])('a tombstone of the number %j names no row', (part) => {
  const shelf = derived({ name: 'x', topic: 't', doc: '', fields: { room: id('Which.'), place: int('Which.') } });
  const encoder = rowEncoder(recordTable('shelves', shelf, ['room', 'place']));
  expect(() => encoder.append(new ByteWriter(), null, record(1, `a/${part}`))).toThrow(RangeError);
  encoder.append(new ByteWriter(), null, record(1, 'a/-5'));
});

test('a row that cannot be written leaves no bytes behind and names its column', () => {
  const bytes = new ByteWriter();
  const encoder = rowEncoder(table);
  expect(() => encoder.append(bytes, { name: 'x', value: { key: 'a', label: 'b', id: 'c' } }, record(1))).toThrow(
    /^id: /,
  );
  expect(bytes.length).toBe(0);
});

describe('against the engine', () => {
  let server: OwnClickHouse;
  let db: ClickHouse;

  beforeAll(async () => {
    server = await ownClickHouse();
    db = server.db;
    await db.command('CREATE DATABASE leaveline');
  }, 30_000);
  afterAll(() => server.stop());

  const anyText = fc.string({ unit: 'grapheme', maxLength: 20 });
  const millionths = fc.maxSafeInteger();
  const row = fc.record({
    key: anyText,
    label: anyText,
    id: fc.uuid(),
    whole: fc.maxSafeInteger(),
    yes: fc.boolean(),
    day: fc.integer({ min: -25_567, max: 120_529 }).map(fromEpochDay),
    at: fc.integer({ min: -2_208_988_800_000, max: 10_413_791_999_999 }),
    amount: millionths,
    maybe: fc.option(fc.integer({ min: 0, max: 2_000_000_000_000 })),
    words: fc.array(anyText, { maxLength: 4 }),
    amounts: fc.array(millionths, { maxLength: 4 }),
  });

  function exact(amount: number): string {
    const digits = String(Math.abs(amount)).padStart(7, '0');
    return `${amount < 0 ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
  }

  test('whatever the values, ClickHouse reads back what was written', async () => {
    await db.command(createTableSql('leaveline', table));
    const values = fc.sample(row, { numRuns: 500, seed: 7 });
    const encoder = rowEncoder(table);
    const bytes = new ByteWriter();
    for (const [at, value] of values.entries())
      encoder.append(bytes, { name: 'x', value: { ...value, key: `${at}${value.key}` } }, record(at));
    await db.insert(table.name, [encoder.header, bytes.bytes()]);
    const read = await db.query(`
      SELECT key, label, toString(id) AS id, toString(whole) AS whole, yes, toString(day) AS day,
        toString(toUnixTimestamp64Milli(at)) AS at, toDecimalString(amount, 6) AS amount,
        if(maybe IS NULL, NULL, toString(toUnixTimestamp64Milli(assumeNotNull(maybe)))) AS maybe, words,
        arrayMap(x -> toDecimalString(x, 6), amounts) AS amounts
      FROM leaveline.everything FINAL ORDER BY _version`);
    expect(read).toEqual(
      values.map((value, at) => ({
        ...value,
        key: `${at}${value.key}`,
        whole: String(value.whole),
        at: String(value.at),
        amount: exact(value.amount),
        maybe: value.maybe === null ? null : String(value.maybe),
        amounts: value.amounts.map(exact),
      })),
    );
  });

  const number = (value: bigint) => (bytes: ByteWriter) => bytes.uint64(BigInt.asUintN(64, value));
  const half = String.fromCharCode(0xd800);

  test.each<[string, types.ColumnType, unknown, (bytes: ByteWriter) => void, string]>([
    ['a day past all days', types.date, '+5881580-07-11', (bytes) => bytes.int32(2 ** 31 - 1), '9999-12-31'],
    ['an instant past all instants', types.instant, 2 ** 63, number(2n ** 63n - 1n), '9999-12-31 23:59:59.807'],
    ['an amount of more digits', types.days, 2 ** 63, number(2n ** 63n - 1n), '9223372036854.775807'],
    ['a number of more bits', types.int, 2 ** 64 + 1, number(2n ** 64n + 1n), '1'],
    ['a number for yes', types.boolean, 2, (bytes) => bytes.uint8(2), 'true'],
    ['half a character', types.string, half, (bytes) => bytes.string(half), '�'],
  ])(
    '%s, which ClickHouse takes for another value in silence, does not reach it',
    async (_, type, value, raw, shown) => {
      await db.command(`CREATE TABLE leaveline.taken (v ${type.type}) ENGINE = MergeTree ORDER BY tuple()`);
      const bytes = new ByteWriter();
      bytes.varint(1);
      for (const text of ['v', type.type]) bytes.string(text);
      raw(bytes);
      await db.insert('taken', [bytes.bytes()]);
      expect(await db.query('SELECT toString(v) AS v FROM leaveline.taken')).toEqual([{ v: shown }]);
      await db.command('DROP TABLE leaveline.taken SYNC');
      expect(() => written(type, value)).toThrow(RangeError);
    },
  );

  test('another type in the table, or a missing column, is an error before any row', async () => {
    for (const [name, columns] of [
      ['other_type', 'key String, whole Int32, _version UInt64, _deleted UInt8'],
      ['no_column', 'key String, _version UInt64, _deleted UInt8'],
    ] as const) {
      await db.command(`CREATE TABLE leaveline.${name} (${columns}) ENGINE = MergeTree ORDER BY key`);
      const encoder = rowEncoder({ ...table, columns: [column('key', types.string), column('whole', types.int)] });
      const bytes = new ByteWriter();
      encoder.append(bytes, { name: 'x', value: { key: 'a', whole: 1 } }, record(1));
      await expect(db.insert(name, [encoder.header, bytes.bytes()])).rejects.toMatchObject({ code: '117' });
      expect(await db.query(`SELECT key FROM leaveline.${name}`)).toEqual([]);
    }
  });

  test.each(tables.map((each) => [each.name, each] as const))(
    '%s: its row and its tombstone are accepted',
    async (_, each) => {
      await db.command(createTableSql('leaveline', each));
      const encoder = rowEncoder(each);
      const bytes = new ByteWriter();
      const { decoded, key } = example(each);
      encoder.append(bytes, decoded, { ...record(1, key), topic: each.topics[0] ?? '' });
      await db.insert(each.name, [encoder.header, bytes.bytes()]);
      const count = () => db.query(`SELECT ${each.orderBy.join(', ')} FROM leaveline.${each.name} FINAL`);
      expect(await count()).toHaveLength(1);
      bytes.truncate(0);
      encoder.append(bytes, null, record(2, key));
      await db.insert(each.name, [encoder.header, bytes.bytes()]);
      expect(await count()).toEqual([]);
    },
  );
});

/** A row whose key columns all have their empty values, as a decoded record. */
function example(each: Table): { decoded: DecodedRecord; key: string } {
  if (each.name === 'events') {
    const eventId = '61f0c404-5cb3-11e7-907b-a6006ad3dba0';
    return { decoded: { name: 'hr.UserRegistered', value: { eventId, occurredAt: 0 } }, key: `e/${eventId}` };
  }
  const field = (name: string) => name.replace(/_(.)/g, (__, letter: string) => letter.toUpperCase());
  const value = Object.fromEntries(each.columns.map(({ name, type }) => [field(name), type.empty]));
  return { decoded: { name: 'x', value }, key: each.orderBy.map((name) => String(value[field(name)])).join('/') };
}
