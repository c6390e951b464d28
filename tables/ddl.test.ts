import { describe, expect, test } from '@jest/globals';
import * as types from './columnTypes.ts';
import { createTableSql, migration } from './ddl.ts';
import type { ExistingTable } from './existingTable.ts';
import { columnName, type Table, tables } from './tables.ts';

const table: Table = {
  name: 'pets',
  topics: ['hr.pets'],
  doc: "A person's pets.",
  columns: [
    { name: 'owner', type: types.string, from: () => '' },
    { name: 'legs', type: types.int, from: () => 0 },
  ],
  orderBy: ['owner'],
  keyOf: () => ({}),
};

const existing = (change: Partial<ExistingTable> = {}): ExistingTable => ({
  name: 'pets',
  uuid: 'u',
  engine: 'ReplacingMergeTree(_version, _deleted) ORDER BY owner SETTINGS index_granularity = 8192',
  sortingKey: 'owner',
  columns: new Map([
    ['owner', 'String'],
    ['legs', 'Int64'],
    ['_version', 'UInt64'],
    ['_deleted', 'UInt8'],
  ]),
  ...change,
});

const without = (name: string) => new Map([...existing().columns].filter(([column]) => column !== name));

test('a missing table is created with its versions', () => {
  expect(migration('db', [table], [], 'm')).toEqual([createTableSql('db', table)]);
  expect(createTableSql('db', table)).toBe(
    [
      'CREATE TABLE IF NOT EXISTS `db`.`pets` (',
      '  `owner` String,',
      '  `legs` Int64,',
      '  `_version` UInt64,',
      '  `_deleted` UInt8',
      ') ENGINE = ReplacingMergeTree(_version, _deleted)',
      'ORDER BY (`owner`)',
      "COMMENT 'A person\\'s pets.'",
    ].join('\n'),
  );
});

test('nothing is done to a table that is as it should be, replicated or with more columns', () => {
  const more = new Map([...existing().columns, ['left_over', 'String']]);
  const engine = "ReplicatedReplacingMergeTree('/path/{shard}', '{replica}', _version, _deleted) ORDER BY owner";
  expect(
    migration(
      'db',
      [table],
      [existing(), existing({ columns: more }), existing({ engine }), existing({ sortingKey: '(owner)' })],
      'm',
    ),
  ).toEqual([]);
});

test('a missing column is added, and tells that it came later', () => {
  expect(migration('db', [table], [existing({ columns: without('legs') })], 'm')).toEqual([
    "ALTER TABLE `db`.`pets` ADD COLUMN IF NOT EXISTS `legs` Int64 COMMENT 'added later: m'",
  ]);
});

describe('what cannot be changed in place is refused with the remedy', () => {
  test.each([
    ['a type', { columns: new Map([...existing().columns, ['legs', 'Int32']]) }, 'legs is Int32, Int64 is needed'],
    ['the key', { sortingKey: 'legs' }, 'its key is (legs), (owner) is needed'],
    ['the engine', { engine: 'MergeTree ORDER BY owner' }, 'its engine is MergeTree'],
  ])('%s', (_, change, text) => {
    const attempt = () => migration('db', [table], [existing(change)], 'm');
    expect(attempt).toThrow(text);
    expect(attempt).toThrow('DROP TABLE db.pets and start again');
  });
});

describe('every table', () => {
  test('has a name and topics of its own', () => {
    expect(new Set(tables.map(({ name }) => name)).size).toBe(tables.length);
    const topics = tables.flatMap((each) => each.topics);
    expect(new Set(topics).size).toBe(topics.length);
  });

  test.each(tables.map((each) => [each.name, each] as const))(
    '%s: key columns are columns, none of them nullable',
    (_, each) => {
      for (const key of each.orderBy)
        expect(each.columns.find(({ name }) => name === key)?.type.type).not.toMatch(/^(Nullable|Array|undefined)/);
      expect(new Set(each.columns.map(({ name }) => name)).size).toBe(each.columns.length);
    },
  );
});

test('columns are named in snake case', () => expect(columnName('leaveType')).toBe('leave_type'));
