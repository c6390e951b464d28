import { describe, expect, test } from '@jest/globals';
import { markOf, sealOf, sealsHeader } from '../mark.ts';
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

  describe('of an event that was blanked before it left', () => {
    const { mark, id: eventId } = identityOf(message(cloudEvent));
    const { source } = cloudEvent;
    function seals(more: object = {}) {
      const login = sealOf({ source, id: eventId }, 'login', data.login);
      return { properties: { headers: { [sealsHeader]: JSON.stringify({ login, ...more }) } } };
    }
    const told = (more: object) => ({ ...cloudEvent, data: { ...data, ip: '::1', ...more } });
    const original = identityOf(message(told({}))).mark;

    test('is the one that it had before', () => {
      expect(identityOf(message(told({ login: null }), seals()))).toMatchObject({ mark: original });
      expect(identityOf(message(told({ login: null }))).mark).not.toBe(original);
    });

    test('is another one when anything else was changed, whatever the header says', () => {
      const reason = sealOf({ source, id: eventId }, 'reason', data.reason);
      const ip = sealOf({ source, id: eventId }, 'ip', '::1');
      const forged = [
        message(told({ login: 'another@example.org' }), seals()),
        message(told({ login: null, reason: 'locked' }), seals({ reason })),
        message(told({ login: null, ip: '::2' }), seals({ ip })),
        message({ ...told({ login: null }), source: '/another' }, seals()),
        message({ ...told({ login: null }), time: '2026-11-01T10:00:01Z' }, seals()),
      ];
      const ofSomebody = identityOf(message(told({ employeeId: '7' }))).mark;
      const employeeId = sealOf({ source, id: eventId }, 'employeeId', '7');
      expect(
        identityOf(message(told({ login: null, employeeId: null, ip: '::1' }), seals({ employeeId }))).mark,
      ).not.toBe(ofSomebody);
      for (const one of forged) expect([original, mark]).not.toContain(identityOf(one).mark);
    });

    test.each([
      '',
      'no JSON',
      'null',
      '7',
      '[1]',
      '{"login":7}',
      '{"login":"short"}',
      '{"__proto__":"x","constructor":"y"}',
    ])('is made of what is there when the header is %s', (header) => {
      const blank = told({ login: null });
      const { mark: plainMark } = identityOf(message(blank));
      expect(identityOf(message(blank, { properties: { headers: { [sealsHeader]: header } } }))).toMatchObject({
        mark: plainMark,
      });
    });
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

describe('an event that names another one', () => {
  const moved = { employeeId: '7', department: 'Law', effectiveFrom: '2026-12-01' };
  function voidsOf(correction: object) {
    const ce = { ...cloudEvent, type: 'user.department_changed', data: { ...moved, ...correction } };
    const read = readMessage(message(ce));
    return read.kind === 'ok' ? read.value.event.voids : read;
  }

  test.each(['42', 'req-7781', 'Їжак'])('names it by the id that its publisher gave it: %s', (voids) => {
    expect(voidsOf({ voids })).toBe(eventIdOf('/idp', voids));
    expect(voidsOf({ voids, voidsSource: '/elsewhere' })).toBe(eventIdOf('/elsewhere', voids));
  });

  test('names it by a number where ids are numbers, and a UUID in any case is one', () => {
    expect(voidsOf({ voids: 42 })).toBe(eventIdOf('/idp', '42'));
    const uuid = '0198C3F2-0000-7000-8000-00000000000A';
    expect(voidsOf({ voids: uuid })).toBe(uuid.toLowerCase());
    expect([voidsOf({}), voidsOf({ voids: null })]).toEqual([null, null]);
  });

  test.each(['', 1.5, {}, 'x'.repeat(1_001)])('is refused where that is no id: %j', (voids) => {
    expect(voidsOf({ voids })).toMatchObject({ kind: 'dead', reason: 'schema_violation' });
  });
});
