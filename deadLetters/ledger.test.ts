import { describe, expect, test } from '@jest/globals';
import type { GetMessage } from '#lib/amqp/connection.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { message } from '#schemas/reader/testing/message.ts';
import { deadLetterTopic } from '#schemas/topics.ts';
import { type Box, boxes, letterIn, nameOf } from './boxes.ts';
import { countsOf, isWanted, Ledger, newestFirst, type Wanted } from './ledger.ts';
import { letterOf } from './letter.ts';
import { type Act, operationRecord } from './operations.ts';
import { replayProperties } from './replay.ts';
import { type Letter, summaryOf } from './summary.ts';

const writtenBy = (source: string) => message(JSON.stringify({ specversion: '1.0', source, data: {} }), { queue: 'q' });

function letterAt(offset: bigint, reason: string, source = '/vacations'): KafkaRecord {
  const letter = letterOf(writtenBy(source), { reason, detail: '' }, { bridge: 'b', partitions: 1 });
  const { key, value, headers = {} } = letter;
  return {
    topic: deadLetterTopic,
    partition: 0,
    offset,
    timestamp: Number(offset) * 1_000,
    key: key ?? '',
    value,
    headers,
  };
}

const decided = (letter: Letter, act: Act, at = 5): KafkaRecord => ({
  ...(operationRecord(letter, { act, by: 'olena', why: 'a test' }, at) as KafkaRecord),
  offset: 0n,
  timestamp: at,
  headers: {},
});

function ledgerOf(...letters: readonly KafkaRecord[]): Ledger {
  const ledger = new Ledger();
  ledger.takeLetters(letters);
  return ledger;
}

describe('the ledger', () => {
  test('names who published, as the message says it, and where it was', () => {
    expect(ledgerOf(letterAt(3n, 'no_person')).entries()).toMatchObject([
      { place: '0/3', stage: 'ingress', reason: 'no_person', publisher: '/vacations', queue: 'q', state: 'open' },
    ]);
  });

  test('knows what was closed, by whom and why, and what was replayed; what was opened again is open', () => {
    const records = [1n, 2n, 3n, 4n].map((offset) => letterAt(offset, 'no_person'));
    const ledger = ledgerOf(...records);
    const [one, two, three] = records.map(summaryOf) as [Letter, Letter, Letter];
    ledger.takeOperations([decided(one, 'close'), decided(two, 'replay'), decided(three, 'close')]);
    ledger.takeOperations([decided(three, 'reopen', 6)]);
    expect(ledger.entries().map(({ state }) => state)).toEqual(['closed', 'replayed', 'open', 'open']);
    expect(ledger.entries()[0]?.operation).toMatchObject({ by: 'olena', why: 'a test', at: 5 });
  });

  test('does not take a decision for one on another letter that has its place since the topic was made anew', () => {
    const before = summaryOf(letterAt(1n, 'no_person'));
    const ledger = ledgerOf({ ...letterAt(1n, 'no_person'), timestamp: 9_999 });
    ledger.takeOperations([decided(before, 'close')]);
    expect(ledger.entries()[0]?.state).toBe('open');
  });

  test('passes over records that are no decisions', () => {
    const ledger = ledgerOf(letterAt(1n, 'no_person'));
    for (const value of ['no json', '{"act": "burn"}'])
      ledger.takeOperations([{ ...letterAt(1n, 'x'), value: Buffer.from(value) }]);
    expect(ledger.entries()[0]?.state).toBe('open');
  });

  test('keeps the newest when there are too many, and says how many it left out; what Kafka has dropped is gone', () => {
    const ledger = new Ledger(2);
    ledger.takeLetters([1n, 2n, 3n].map((offset) => letterAt(offset, 'no_person')));
    expect([ledger.leftOut, ledger.entries().map(({ place }) => place)]).toEqual([1, ['0/2', '0/3']]);
    ledger.expire(new Map([[0, 3n]]));
    expect(ledger.entries().map(({ place }) => place)).toEqual(['0/3']);
  });

  test('counts by stage, reason and publisher', () => {
    const ledger = ledgerOf(letterAt(1n, 'no_person'), letterAt(2n, 'no_person'), letterAt(3n, 'not_utf8', '/x'));
    expect(countsOf(ledger.entries())).toEqual([
      { stage: 'ingress', reason: 'no_person', publisher: '/vacations', count: 2 },
      { stage: 'ingress', reason: 'not_utf8', publisher: '/x', count: 1 },
    ]);
  });

  test.each<[Wanted, readonly string[]]>([
    [{}, ['0/3', '0/2', '0/1']],
    [{ reason: 'not_utf8' }, ['0/3']],
    [{ publisher: '/vacations' }, ['0/2', '0/1']],
    [{ since: 2_000, until: 3_000 }, ['0/2']],
    [{ stage: 'ingress', queue: 'q', state: 'open' }, ['0/3', '0/2', '0/1']],
    [{ stage: 'streams' }, []],
    [{ state: 'closed' }, []],
  ])('filtered by %j is what was asked for, newest first', (wanted, places) => {
    const ledger = ledgerOf(letterAt(1n, 'no_person'), letterAt(2n, 'no_person'), letterAt(3n, 'not_utf8', '/x'));
    const found = ledger.entries().filter((entry) => isWanted(entry, wanted));
    expect(found.sort(newestFirst).map(({ place }) => place)).toEqual(places);
  });
});

const [parking, vacation] = ['parking', 'vacation'].map((name) => boxes('t.').find((box) => box.name === name)) as [
  Box,
  Box,
];

const lying = (headers: object, fields: object = {}, body = 'x'): GetMessage =>
  ({
    content: Buffer.from(body),
    fields: { exchange: 't.hr.events', routingKey: 'user.registered', ...fields },
    properties: { messageId: 'm1', headers },
  }) as unknown as GetMessage;

const death = (reason: string) => ({
  'x-death': [
    {
      reason,
      queue: 't.leaveline.events',
      exchange: 't.hr.events',
      'routing-keys': ['user.updated'],
      time: { value: 7 },
    },
  ],
});

describe('what lies in RabbitMQ', () => {
  test.each([
    ['expired while nobody read it', parking, death('expired'), { stage: 'rabbitmq', reason: 'expired', at: 7_000 }],
    ['came back too often', parking, death('delivery_limit'), { stage: 'rabbitmq', reason: 'delivery_limit' }],
    ['found no queue', parking, {}, { stage: 'rabbitmq', reason: 'unroutable', at: null, queue: 't.leaveline.events' }],
    [
      'was too large for Kafka',
      parking,
      { 'x-parked-sha256': 'ab', 'x-parked-reason': 'too_large', 'x-parked-queue': 'q' },
      { stage: 'ingress', reason: 'too_large', queue: 'q', bodyOf: 'ab' },
    ],
    [
      'was given up by a service',
      vacation,
      {
        dead_reason: 'failed',
        dead_detail: 'why',
        dead_stage: 't.leaveline.vacation',
        dead_timestamp: '9',
        dead_attempt: '1',
      },
      { stage: 't.leaveline.vacation', reason: 'failed', detail: 'why', at: 9, queue: 't.leaveline.vacation' },
    ],
  ])('as what %s is a letter like any other', (_, box, headers, letter) => {
    expect(summaryOf(letterIn(box, lying(headers)))).toMatchObject({ spot: null, attempt: 1, ...letter });
  });

  test('has a name that looking at it does not change, and that giving up once more does', () => {
    const name = nameOf(parking, lying(death('expired')));
    expect(name).toMatch(/^parking\/[0-9a-f]{12}$/);
    expect(nameOf(parking, lying({ ...death('expired'), 'x-delivery-count': 3 }))).toBe(name);
    expect(nameOf(parking, lying(death('rejected')))).not.toBe(name);
  });

  test('is replayed the way it had come, without what was noted on it', () => {
    const headers = { trace: 't1', ...death('expired') };
    expect(replayProperties(letterIn(parking, lying(headers)))).toMatchObject({
      messageId: 'm1',
      headers: {
        trace: 't1',
        'x-replay-attempt': 1,
        'x-replay-exchange': 't.hr.events',
        'x-replay-routing-key': 'user.updated',
      },
    });
    expect(replayProperties(letterIn(parking, lying(headers))).headers).not.toHaveProperty('x-death');
  });

  test('is one letter with its copy in Kafka, and with the letter whose body it is', () => {
    const inQueue = summaryOf(letterIn(parking, lying(death('expired'))));
    const { key, value, headers } = letterIn(parking, lying(death('expired')));
    const copy = { topic: deadLetterTopic, partition: 0, offset: 5n, timestamp: 99_000, key, value, headers };
    const ledger = ledgerOf(copy);
    ledger.takeOperations([decided(inQueue, 'close')]);
    expect(ledger.entries([inQueue])).toMatchObject([
      { place: inQueue.place, spot: '0/5', at: 7_000, state: 'closed' },
    ]);
    const whole = letterOf(writtenBy('/x'), { reason: 'too_large', detail: '' }, { bridge: 'b', partitions: 1 }, true);
    const parked = { ...copy, offset: 6n, key: whole.key ?? '', headers: whole.headers ?? {} };
    const body = { 'x-parked-sha256': whole.key, 'x-parked-reason': 'too_large' };
    expect(ledgerOf(parked).entries([summaryOf(letterIn(parking, lying(body)))])).toHaveLength(1);
    expect(ledgerOf().entries([summaryOf(letterIn(parking, lying(body)))])).toHaveLength(1);
  });
});
