import { describe, expect, test } from '@jest/globals';
import * as types from '#tables/columnTypes.ts';
import type { Table } from '#tables/tables.ts';
import { checkPositions, type KafkaState, type Position } from './positions.ts';

const table: Table = {
  name: 'pets',
  topics: ['hr.pets'],
  doc: '',
  columns: [{ name: 'key', type: types.string, from: () => '' }],
  orderBy: ['key'],
  keyOf: () => ({}),
};
const identities = new Map([['pets', 'u1']]);

const kafka = (ends: readonly number[], clusterId = 'c1'): KafkaState => ({
  clusterId,
  topics: new Map([['hr.pets', new Map(ends.map((high, partition) => [partition, { low: 2n, high: BigInt(high) }]))]]),
});

const position = (partition: number, nextOffset: number, change: Partial<Position> = {}): Position => ({
  table: 'pets',
  identity: 'u1',
  topic: 'hr.pets',
  partition,
  clusterId: 'c1',
  partitions: 2,
  nextOffset: BigInt(nextOffset),
  ...change,
});

const check = (positions: readonly Position[], state: KafkaState) =>
  checkPositions([table], identities, positions, state);

test('what belongs together goes on where the group is', () => {
  expect(check([position(0, 9), position(1, 4)], kafka([9, 10]))).toEqual([]);
});

test('a partition that the table has not seen begins at its beginning', () => {
  expect(check([position(0, 9)], kafka([9, 10]))).toEqual([{ topic: 'hr.pets', partition: 1, offset: 2n }]);
});

test('a table that was made anew begins everywhere at the beginning, whatever was remembered of the old one', () => {
  const old = [position(0, 99, { identity: 'u0', clusterId: 'other' }), position(1, 4, { identity: 'u0' })];
  expect(check(old, kafka([9, 10])).map(({ partition }) => partition)).toEqual([0, 1]);
});

test('a table that has got a column begins everywhere at the beginning, when its topics are still the same', () => {
  const grown = new Map([['pets', 'u1+a']]);
  const old = [position(0, 9), position(1, 4)];
  expect(checkPositions([table], grown, old, kafka([9, 10])).map(({ partition }) => partition)).toEqual([0, 1]);
  expect(() => checkPositions([table], grown, old, kafka([8, 10]))).toThrow('it ends at 8 now');
  const filled = [position(0, 9, { identity: 'u1+a' }), position(1, 4, { identity: 'u1' })];
  expect(checkPositions([table], grown, filled, kafka([9, 10])).map(({ partition }) => partition)).toEqual([1]);
});

describe('refused with the remedy', () => {
  test.each([
    ['another cluster', kafka([9, 10], 'c2'), 'was filled from the Kafka cluster c1; this one is c2'],
    ['another number of partitions', kafka([9, 10, 11]), 'from 2 partitions of hr.pets; it has 3 now'],
    ['a topic that ends before what was read', kafka([8, 10]), 'partition 0 up to offset 9; it ends at 8 now'],
    ['a topic that is gone', { ...kafka([]), topics: new Map() }, 'it has 0 now'],
  ])('%s', (_, state, text) => {
    const attempt = () => check([position(0, 9), position(1, 4)], state);
    expect(attempt).toThrow(text);
    expect(attempt).toThrow('DROP DATABASE');
  });
});
