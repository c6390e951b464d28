import { describe, expect, test } from '@jest/globals';
import { versionFaults } from './client.ts';

const range = (minVersion: number, maxVersion: number) => ({ minVersion, maxVersion });
const kafka4 = Object.fromEntries([
  [0, range(3, 13)],
  [1, range(4, 18)],
  [2, range(1, 10)],
  [3, range(0, 13)],
  [8, range(2, 9)],
  [9, range(1, 9)],
  [10, range(0, 6)],
  [11, range(0, 9)],
  [12, range(0, 4)],
  [14, range(0, 5)],
  [19, range(2, 7)],
  [21, range(0, 2)],
  [22, range(0, 5)],
  [24, range(0, 5)],
  [25, range(0, 4)],
  [26, range(0, 5)],
  [28, range(0, 5)],
] as const);

describe('broker versions', () => {
  test('Kafka 4 speaks what we speak', () => expect(versionFaults(kafka4)).toEqual([]));

  test('a broker that dropped our best version is named with its range', () => {
    expect(versionFaults({ ...kafka4, 3: range(7, 20) })).toEqual([
      'Metadata is offered from 7 to 20, we speak up to 6',
    ]);
  });

  test('a broker without transactions is named', () => {
    const { 22: _, ...old } = kafka4;
    expect(versionFaults(old)).toEqual(['InitProducerId is not offered']);
  });
});
