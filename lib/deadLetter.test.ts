import { expect, test } from '@jest/globals';
import { deadLetterOf, failureOf, originOf, replayHeaders } from './deadLetter.ts';
import type { KafkaRecord } from './kafka/record.ts';

const record: KafkaRecord = {
  topic: 'pets',
  partition: 2,
  offset: 7n,
  timestamp: 1_000,
  key: 'rex',
  value: Buffer.from([0xff]),
  headers: { trace: 't1' },
};
const failure = { reason: 'not_avro', detail: 'no schema id' };

test('a dead letter has what its record had, why it died and where it came from', () => {
  const letter = deadLetterOf(record, failure, 'sinks');
  expect(letter).toEqual({
    key: 'rex',
    value: Buffer.from([0xff]),
    headers: {
      trace: 't1',
      dead_reason: 'not_avro',
      dead_detail: 'no schema id',
      dead_stage: 'sinks',
      dead_attempt: '1',
      dead_timestamp: '1000',
      dead_topic: 'pets',
      dead_partition: '2',
      dead_offset: '7',
    },
  });
  expect(failureOf(letter.headers)).toEqual({ ...failure, stage: 'sinks', attempt: 1 });
  expect(originOf(letter.headers)).toEqual({ topic: 'pets', partition: 2, offset: '7' });
  expect(originOf({ amqp_queue: 'hr' })).toBeUndefined();
});

test('a record that is replayed has its own headers, and dies a second time', () => {
  const headers = replayHeaders(deadLetterOf(record, failure, 'sinks').headers);
  expect(headers).toEqual({ trace: 't1', 'x-replay-attempt': '1' });
  const again = deadLetterOf({ ...record, headers }, failure, 'streams/people');
  expect(failureOf(again.headers)).toMatchObject({ stage: 'streams/people', attempt: 2 });
});

test.each([['none'], [undefined], ['-3'], ['1.5']])('a count of replays that is none, %j, is no replay', (replays) => {
  const headers = replays === undefined ? {} : { 'x-replay-attempt': replays };
  expect(failureOf(deadLetterOf({ ...record, headers }, failure, 'sinks').headers).attempt).toBe(1);
});

test('a long detail is cut, for headers count as bytes of the message', () => {
  const { headers } = deadLetterOf(record, { reason: 'poison', detail: 'x'.repeat(5_000) }, 'sinks');
  expect(headers.dead_detail).toHaveLength(1_000);
});
