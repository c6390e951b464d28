import { describe, expect, test } from '@jest/globals';
import { markHeader, markOf } from '../mark.ts';
import { eventIdOf } from './identity.ts';
import type { AmqpMessage } from './message.ts';
import { readMessage } from './read.ts';
import { message, receivedAt } from './testing/message.ts';

const type = 'auth.login.failed';
const data = { login: 'olena@example.org', reason: 'bad_password' };
const cloudEvent = { specversion: '1.0', id: '42', source: '/idp', type, time: '2026-11-01T10:00:00Z', data };

function identityOf(of: AmqpMessage) {
  const read = readMessage(of);
  if (read.kind !== 'ok') throw new Error(`not read: ${JSON.stringify(read)}`);
  const { event, written } = read.value;
  return { id: event.eventId, mark: event.mark, source: event.source, from: written.idSource, at: event.occurredAt };
}

const plain = (more: Partial<AmqpMessage> = {}) => identityOf(message(data, { routingKey: type, ...more }));
const delivered = (id: string, at = receivedAt) => ({ identity: { id, receivedAt: at, inDoubt: false } });

describe('the mark of a message', () => {
  test('is made of what its publisher wrote', () => {
    const { source, time } = cloudEvent;
    const id = eventIdOf(source, cloudEvent.id);
    expect(identityOf(message(cloudEvent))).toMatchObject({ source, mark: markOf({ source, id, type, time, data }) });
  });

  test('does not depend on the mode, the way, the time of receipt or what stands beside the event', () => {
    const headers = {
      'ce-id': '42',
      'ce-source': '/idp',
      'ce-type': type,
      'ce-time': cloudEvent.time,
      'ce-specversion': '1.0',
    };
    const { mark } = identityOf(message(cloudEvent));
    expect(identityOf(message(data, { properties: { headers } }))).toMatchObject({ mark });
    const elsewhere = { routingKey: 'x', queue: 'y', receivedAt: receivedAt + 1, ...delivered('another') };
    expect(identityOf(message({ ...cloudEvent, traceparent: '00-a-b-01' }, elsewhere))).toMatchObject({ mark });
  });

  test('sees fields that the event type does not have', () => {
    const more = { ...cloudEvent, data: { ...data, attempt: 2 } };
    expect(identityOf(message(more)).mark).not.toBe(identityOf(message(cloudEvent)).mark);
  });

  test('is the one that comes along with an event that was blanked', () => {
    const { mark } = identityOf(message(cloudEvent));
    const blank = { ...cloudEvent, data: { ...data, login: null, ip: '::1' } };
    expect(identityOf(message(blank, { properties: { headers: { [markHeader]: mark } } }))).toMatchObject({ mark });
    const noMark = { properties: { headers: { [markHeader]: 'no mark' } } };
    expect(identityOf(message(blank, noMark)).mark).not.toBe('no mark');
  });
});

describe('a message without an id', () => {
  const timestamp = 1_793_600_000;
  const dated = { properties: { timestamp } };

  test('that has a timestamp is the same event as the same bytes of that time by the same way', () => {
    const one = plain(dated);
    expect(one).toMatchObject({ from: 'content_hash', at: timestamp * 1_000 });
    expect(plain({ ...dated, ...delivered('another') })).toEqual(one);
    const others: Partial<AmqpMessage>[] = [
      { properties: { timestamp: timestamp + 1 } },
      { ...dated, queue: 'another' },
      { ...dated, exchange: 'another' },
      { ...dated, body: Buffer.from(JSON.stringify({ ...data, reason: 'locked' })) },
    ];
    const ids = [one, ...others.map(plain)].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('and without a timestamp is an event in each delivery, which happened when it was received first', () => {
    const one = plain(delivered('one', receivedAt - 5_000));
    expect(one).toMatchObject({ from: 'delivery', at: receivedAt - 5_000 });
    expect(plain(delivered('one', receivedAt - 5_000))).toEqual(one);
    const other = plain(delivered('other'));
    expect([other.id, other.mark]).not.toEqual([one.id, one.mark]);
    expect(other.mark).not.toBe(one.mark);
  });
});

test('ids are the publisher’s: the same of two sources is one id with two marks where it is a UUID, else two ids', () => {
  const of = (source: string, id: string) => identityOf(message({ ...cloudEvent, source, id }));
  const uuid = '0192f3c1-7a52-7d10-9e44-3b8a6f0d1c11';
  expect([of('/a', uuid).id, of('/b', uuid.toUpperCase()).id]).toEqual([uuid, uuid]);
  expect(of('/a', uuid).mark).not.toBe(of('/b', uuid).mark);
  expect(of('/a', '42').id).not.toBe(of('/b', '42').id);
});
