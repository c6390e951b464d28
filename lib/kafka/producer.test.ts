import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type OutgoingRecord, sendRounds } from './producer.ts';

const record = (partition: number, key: string, bytes: number): OutgoingRecord => ({
  topic: 't',
  partition,
  key,
  value: Buffer.alloc(bytes),
});

const sizeOf = (round: readonly OutgoingRecord[], partition: number) =>
  round.filter((it) => it.partition === partition).reduce((sum, it) => sum + (it.value?.length ?? 0), 0);

describe('send rounds', () => {
  test('a small commit is one send', () => {
    expect(sendRounds([record(0, 'a', 10), record(1, 'b', 10)])).toHaveLength(1);
  });

  test('nothing is no send', () => expect(sendRounds([])).toEqual([]));

  test('no send holds more than a broker takes in one batch, save a single large record, and order is kept', () => {
    const records = fc.array(fc.tuple(fc.nat(2), fc.nat(600_000)), { maxLength: 20 });
    fc.assert(
      fc.property(records, (given) => {
        const sent = given.map(([partition, bytes], n) => record(partition, `k${n}`, bytes));
        const rounds = sendRounds(sent);
        for (const partition of [0, 1, 2]) {
          const inOrder = (list: readonly OutgoingRecord[]) =>
            list.filter((it) => it.partition === partition).map(({ key }) => key);
          expect(rounds.flatMap(inOrder)).toEqual(inOrder(sent));
          for (const round of rounds) expect(sizeOf(round, partition)).toBeLessThanOrEqual(800_000);
        }
        expect(rounds.every((round) => round.length > 0)).toBe(true);
      }),
    );
  });
});
