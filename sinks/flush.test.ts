import { ClickHouseError } from '@clickhouse/client';
import { describe, expect, test } from '@jest/globals';
import { ConfigError } from '#lib/config.ts';
import type { OutgoingRecord } from '#lib/kafka/producer.ts';
import { deadLetterTopic, flushTopic } from '#schemas/topics.ts';
import * as types from '#tables/columnTypes.ts';
import { newerColumns } from '#tables/newer.ts';
import { type DecodedRecord, type Table, tables } from '#tables/tables.ts';
import { planner, type ReadRecord } from './block.ts';
import { NewerFields, TableChanged } from './context.ts';
import { type Flushing, flush } from './flush.ts';
import { Refused } from './insert.ts';

const table = (name: string): Table => ({
  name,
  topics: [`hr.${name}`],
  doc: '',
  columns: [{ name: 'key', type: types.string, from: (_, { key }) => key }],
  orderBy: ['key'],
  keyOf: (key) => ({ key }),
});

const record = (topic: string, offset: number, value = 'v'): ReadRecord => ({
  topic,
  partition: 0,
  offset: BigInt(offset),
  timestamp: 0,
  key: `k${offset}`,
  headers: {},
  value: Buffer.from(value),
});

const clickhouseError = (code: number, message = '') => new ClickHouseError({ code: String(code), type: 'X', message });

/** Everything outside of a flush; `fails` are thrown by the inserts one after the other, null lets one through. */
function world(fails: readonly (Error | null)[] = []) {
  const steps: string[] = [];
  const published: OutgoingRecord[] = [];
  const failing = fails.values();
  const on: Flushing = {
    clock: { now: () => 77 },
    deadLetterPartitions: 1,
    learn: async () => void steps.push('learn'),
    settle: async (records) => records,
    plan: planner([table('a'), table('b')], (value) => {
      if (String(value) === 'bad') throw Object.assign(new Error('no Avro'), { reason: 'not_avro' });
      return { name: 'x', value: { occurredAt: 9 } };
    }),
    insert: async (name, parts) => {
      steps.push(`insert ${name} ${parts[1]?.length}`);
      const error = failing.next().value;
      if (error) throw error;
    },
    refresh: async () => void steps.push('refresh'),
    pause: async (attempt) => void steps.push(`pause ${attempt}`),
    publish: async (records) => {
      steps.push('publish');
      published.push(...records);
    },
    commit: async ([offset]) => void steps.push(`commit ${offset?.offset}`),
    remember: async () => void steps.push('remember'),
  };
  return { on, steps, published };
}

const taken = (...records: ReadRecord[]) => [{ topic: 'hr.a', partition: 0, records, nextOffset: 5n }];
/** A row of these tables is as long as: length and text of the key, version, deleted. */
const row = 3 + 8 + 1;

test('rows first, then what is told, then the offsets', async () => {
  const { on, steps, published } = world();
  await flush(taken(record('hr.a', 1), record('hr.b', 2), record('hr.a', 3)), on);
  expect(steps).toEqual(['learn', `insert a ${2 * row}`, `insert b ${row}`, 'publish', 'commit 5', 'remember']);
  expect(published.map(({ topic }) => topic)).toEqual([flushTopic]);
  expect(JSON.parse(String(published[0]?.value))).toEqual({ at: 77, tables: { a: 2, b: 1 }, maxOccurredAt: 9 });
});

test('a record that cannot be read is a dead letter, the others are rows', async () => {
  const { on, steps, published } = world();
  await flush(taken(record('hr.a', 1, 'bad'), record('hr.a', 2)), on);
  expect(steps[1]).toBe(`insert a ${row}`);
  expect(published[0]).toMatchObject({
    topic: deadLetterTopic,
    key: 'k1',
    value: Buffer.from('bad'),
    headers: { dead_reason: 'not_avro', dead_stage: 'sinks', dead_topic: 'hr.a', dead_offset: '1' },
  });
});

test('while the registry is away, whose schema a value names, nothing is done with any of it', async () => {
  const { on, steps } = world();
  const away = async () => {
    throw new Error('connect ECONNREFUSED');
  };
  await expect(flush(taken(record('hr.a', 1)), { ...on, learn: away })).rejects.toThrow('ECONNREFUSED');
  expect(steps).toEqual([]);
});

test('nothing but dead letters tells of no rows', async () => {
  const { on, published } = world();
  await flush(taken(record('hr.a', 1, 'bad')), on);
  expect(published.map(({ topic }) => topic)).toEqual([deadLetterTopic]);
});

describe('a field of a newer version', () => {
  const known: Table = { ...table('a'), record: 'hr.A' };
  const planOf = (newer: DecodedRecord['newer'] = []) =>
    planner([known], () => ({ name: 'hr.A', value: { extra: 'x' }, newer }))([record('hr.a', 1)]);

  test('needs a table that has it, and is written then', () => {
    const extra = { name: 'extra', type: ['null', 'string'] } as never;
    expect(() => planOf([extra])).toThrow(NewerFields);
    expect(() => planOf([extra])).toThrow('records have fields of a newer version, which get columns: a (extra)');
    const columns = newerColumns(known, { name: 'hr.A', value: {}, newer: [extra] });
    const wide = new NewerFields(new Map([['a', columns]])).widened([known]);
    const { blocks } = planner(wide, () => ({ name: 'hr.A', value: { extra: 'x' } }))([record('hr.a', 1)]);
    expect(blocks[0]?.bytes).toHaveLength(row + 3);
  });

  test('of several tables and versions is found at once', () => {
    const two = [known, { ...table('b'), record: 'hr.B' }];
    const decode = (value: Buffer): DecodedRecord => {
      const [name = '', ...fields] = String(value).split(' ');
      return { name, value: {}, newer: fields.map((field) => ({ name: field, type: 'string' })) as never };
    };
    const records = [record('hr.a', 1, 'hr.A x'), record('hr.a', 2, 'hr.A x y'), record('hr.b', 3, 'hr.B z')];
    expect(() => planner(two, decode)(records)).toThrow('a (x, y), b (z)');
  });

  test.each([
    ['is a row of events by the name beside it', { ce_type: 'coffee.poured' }, 1, []],
    ['is a dead letter when nobody names it', {}, 0, ['bad_row']],
  ])('an event type of a newer version %s', (_, headers, rows, reasons) => {
    const value = { eventId: '00000000-0000-4000-8000-000000000001', occurredAt: 0, employeeId: '7', cups: 2 };
    const newer = ['eventId', 'employeeId'].map((name) => ({ name, type: 'string' }));
    const decode = () => ({
      name: 'hr.CoffeePoured',
      value,
      newer: (newer as unknown as DecodedRecord['newer']) ?? [],
    });
    const { blocks, dead } = planner(
      tables,
      decode,
    )([{ ...record('hr.users', 1), key: `7/${value.eventId}/m`, headers }]);
    expect(blocks.flatMap((block) => block.records)).toHaveLength(rows);
    expect(dead.map(({ reason }) => reason)).toEqual(reasons);
  });

  test('of a type without a column is waited out: its record is neither a row nor a dead letter', () => {
    const shape = { name: 'extra', type: { type: 'map', values: 'string' } } as never;
    expect(() => planOf([shape])).toThrow('hr.A has a field extra of a type that this version has no column for');
  });
});

describe('what ClickHouse answers', () => {
  test.each([3, 159, 202, 209, 210, 236, 241, 242, 243, 252, 285, 319, 425, 999, 4242])(
    'code %i is waited for, nothing is dropped',
    async (code) => {
      const { on, steps, published } = world([clickhouseError(code), clickhouseError(code), null]);
      await flush(taken(record('hr.a', 1)), on);
      expect(steps.filter((step) => step.startsWith('pause'))).toEqual(['pause 0', 'pause 1']);
      expect(published.map(({ topic }) => topic)).toEqual([flushTopic]);
    },
  );

  test('the network is waited for', async () => {
    const { on, steps } = world([Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })]);
    await flush(taken(record('hr.a', 1)), on);
    expect(steps).toContain('pause 0');
  });

  test.each([60, 81])('code %i: the table is gone, nothing is committed', async (code) => {
    const { on, steps } = world([clickhouseError(code)]);
    await expect(flush(taken(record('hr.a', 1)), on)).rejects.toThrow(TableChanged);
    expect(steps).not.toContain('publish');
  });

  test.each([16, 33, 117, 131])('code %i: the table is brought up to date, then once more', async (code) => {
    const { on, steps } = world([clickhouseError(code), null]);
    await flush(taken(record('hr.a', 1)), on);
    expect(steps.slice(1, 4)).toEqual([`insert a ${row}`, 'refresh', `insert a ${row}`]);
  });

  test.each([62, 164, 193, 194, 497, 516])('code %i: a person must act, nothing is committed', async (code) => {
    const { on, steps } = world([clickhouseError(code, 'Not enough privileges.')]);
    const flushed = flush(taken(record('hr.a', 1)), on);
    await expect(flushed).rejects.toThrow(Refused);
    await expect(flushed).rejects.toBeInstanceOf(ConfigError);
    expect(steps).not.toContain('publish');
  });

  test('a row that is named by its number is cut out', async () => {
    const { on, steps, published } = world([
      clickhouseError(469, 'is violated at row 2.'),
      null,
      clickhouseError(469),
      null,
    ]);
    await flush(taken(...[1, 2, 3, 4].map((offset) => record('hr.a', offset))), on);
    expect(steps.slice(1, 5)).toEqual([4, 1, 1, 2].map((rows) => `insert a ${rows * row}`));
    expect(published[0]?.headers).toMatchObject({ dead_reason: 'refused_by_clickhouse', dead_offset: '2' });
    expect(JSON.parse(String(published[1]?.value)).tables).toEqual({ a: 3 });
  });

  test('a row without a number is found by halves', async () => {
    const no = () => clickhouseError(72);
    const { on, steps, published } = world([no(), null, no(), no(), null]);
    await flush(taken(...[1, 2, 3, 4].map((offset) => record('hr.a', offset))), on);
    expect(steps.slice(1, 6)).toEqual([4, 2, 2, 1, 1].map((rows) => `insert a ${rows * row}`));
    expect(published[0]?.headers).toMatchObject({ dead_offset: '3' });
  });

  test('more than a hundred refused rows in one block are no poison: we stop', async () => {
    const { on } = world(Array.from({ length: 1_000 }, () => clickhouseError(72)));
    const records = Array.from({ length: 200 }, (_, offset) => record('hr.a', offset));
    await expect(flush(taken(...records), on)).rejects.toThrow(Refused);
  });
});
