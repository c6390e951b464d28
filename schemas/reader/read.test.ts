import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AmqpMessage, MessageProperties } from './message.ts';
import { messageOf } from './message.ts';
import { type ReadEvent, readMessage } from './read.ts';
import { message, receivedAt } from './testing/message.ts';

const id = '0192f3c1-7a52-7d10-9e44-3b8a6f0d1c11';
const time = '2026-11-01T10:00:00Z';
const data = { login: 'olena@example.org', reason: 'bad_password' };
const event = { specversion: '1.0', id: 'evt-1', source: '/idp', type: 'auth.login.failed', time, subject: '7', data };
const { data: _, ...attributes } = event;
const base64 = Buffer.from(JSON.stringify(data)).toString('base64');

const key = 'auth.login.failed';
const on = (body: Buffer | string | object, properties: MessageProperties = {}, routingKey = key): AmqpMessage =>
  message(body, { properties, routingKey });

function read(from: AmqpMessage): ReadEvent {
  const outcome = readMessage(from);
  if (outcome.kind !== 'ok') throw new Error(`not read: ${JSON.stringify(outcome)}`);
  return outcome.value;
}

function reason(from: AmqpMessage) {
  const outcome = readMessage(from);
  return outcome.kind === 'dead' ? outcome.reason : outcome.kind;
}
function detail(from: AmqpMessage) {
  const outcome = readMessage(from);
  return outcome.kind === 'dead' ? outcome.detail : '';
}

const structured = (more: object = {}, properties: MessageProperties = {}) =>
  on({ ...event, ...more }, { contentType: 'application/cloudevents+json', ...properties });

/** Attributes as headers behind a prefix, the data as the body. */
function binary(prefix: string, more: object = {}, properties: MessageProperties = {}, body: object = data) {
  const headers = Object.fromEntries(
    Object.entries({ ...attributes, ...more }).map(([name, value]) => [`${prefix}${name}`, value]),
  );
  return on(body, { contentType: 'application/json', ...properties, headers });
}

const written = { source: '/idp', id: 'evt-1', type: key, time, subject: '7', idSource: 'cloudevents', data };
const told = { type: key, occurredAt: Date.parse(time), login: data.login, reason: data.reason, redacted: false };

describe('a CloudEvent', () => {
  test.each<[string, AmqpMessage]>([
    ['in structured mode', structured()],
    ['in structured mode that no content type announces', on(event)],
    ['in structured mode, with its data in base64', structured({ data: null, data_base64: base64 })],
    [
      'in structured mode, with its data in base64 in lines',
      structured({ data: undefined, data_base64: `${base64.slice(0, 20)}\r\n${base64.slice(20)}` }),
    ],
    [
      'in structured mode, with its data in base64 without padding',
      structured({ data: undefined, data_base64: base64.replace(/=+$/, '') }),
    ],
    [
      'in structured mode, with its data in base64 behind a byte order mark',
      structured({ data: undefined, data_base64: Buffer.from(`\ufeff${JSON.stringify(data)}`).toString('base64') }),
    ],
    ...['ce-', 'ce_', 'cloudEvents:', 'cloudEvents_', 'CE-', 'Ce-', 'cloudevents_'].map(
      (prefix): [string, AmqpMessage] => [`in binary mode with ${prefix}`, binary(prefix)],
    ),
    ['in binary mode, of bytes', binary('ce-', {}, { contentType: 'application/octet-stream' })],
    ['in binary mode, of nobody knows what', binary('ce-', {}, { contentType: undefined })],
    ['in binary mode, with headers of bytes', binary('ce-', { id: Buffer.from('evt-1'), time: Buffer.from(time) })],
    ['in both modes', on(event, { headers: binary('ce-').properties.headers })],
    [
      'in binary mode, told twice alike',
      on(data, { headers: { ...binary('ce-').properties.headers, ...binary('cloudEvents:').properties.headers } }),
    ],
  ])('%s is read', (_what, from) => {
    const { event: read_, written: wrote } = read(from);
    expect(wrote).toMatchObject(written);
    expect(read_).toMatchObject(told);
  });

  test('in binary mode may tell its time as a moment of AMQP, its id as a number, and attributes of its own', () => {
    const from = binary('ce-', {
      id: 42,
      time: { '!': 'timestamp', value: Date.parse(time) / 1e3 },
      traceparent: '00-a-b-01',
      ok: true,
    });
    const { written: wrote, event: read_, traceparent } = read(from);
    expect(wrote).toMatchObject({ id: '42', extensions: { traceparent: '00-a-b-01', ok: 'true' } });
    expect([read_.occurredAt, traceparent]).toEqual([Date.parse(time), '00-a-b-01']);
  });

  test.each<[string, string, AmqpMessage]>([
    ['schema_violation', 'id: ', structured({ id: '' })],
    ['schema_violation', 'id: ', structured({ id: 5 })],
    ['schema_violation', 'id: more', structured({ id: 'x'.repeat(1_001) })],
    ['schema_violation', 'source: ', structured({ source: undefined })],
    ['schema_violation', 'source: more', structured({ source: `/${'x'.repeat(1_000)}` })],
    ['schema_violation', 'subject: more', structured({ subject: 'x'.repeat(1_001) })],
    ['schema_violation', 'type: ', structured({ type: null })],
    ['schema_violation', 'specversion: ', structured({ specversion: '0.3' })],
    ['schema_violation', 'datacontenttype: ', structured({ datacontenttype: 'application/xml' })],
    ['schema_violation', 'data: ', structured({ data: 'text' })],
    ['schema_violation', 'data: ', structured({ data: undefined })],
    ['schema_violation', 'data: ', structured({ data: [data] })],
    ['schema_violation', 'data_base64: ', structured({ data_base64: base64 })],
    ['schema_violation', 'data_base64: ', structured({ data: undefined, data_base64: 'не base64' })],
    ['schema_violation', 'data_base64: ', structured({ data: undefined, data_base64: 7 })],
    [
      'schema_violation',
      'data_base64: ',
      structured({ data: undefined, data_base64: Buffer.from('no json').toString('base64') }),
    ],
    [
      'schema_violation',
      'data_base64: ',
      structured({ data: undefined, data_base64: Buffer.from('{"a":1,"a":2}').toString('base64') }),
    ],
    ['unknown_type', 'user.exploded', structured({ type: 'user.exploded' })],
    ['unknown_type', '__proto__', structured({ type: '__proto__' })],
    ['schema_violation', 'specversion: ', binary('ce-', { specversion: undefined })],
    ['schema_violation', 'id: ', binary('cloudEvents:', { id: undefined })],
    ['schema_violation', 'id: ', binary('ce_', { id: { nested: true } })],
    ['schema_violation', 'id: ', binary('ce_', { id: 2 ** 60 })],
    ['schema_violation', 'specversion: ', on(data, { headers: { 'ce-time': time } })],
    ['schema_violation', 'datacontenttype: ', binary('ce-', {}, { contentType: 'application/xml' })],
    ['schema_violation', 'id: two', on(data, { headers: { ...binary('ce-').properties.headers, ce_id: 'evt-2' } })],
    ['schema_violation', 'id: a header', on(event, { headers: binary('ce-', { id: 'evt-2' }).properties.headers })],
    ['unusable_time', 'time: ', binary('ce-', { time: '2026-11-01T10:00:00' })],
    ['batch', 'message of its own', on([event], { contentType: 'application/cloudevents-batch+json' })],
    ['batch', 'message of its own', on(event, { contentType: 'Application/CloudEvents-Batch+JSON; charset=utf-8' })],
    ['batch', 'message of its own', on('', { contentType: 'application/cloudevents-batch+avro' })],
    ['batch', 'message of its own', on([event, event])],
    ['unknown_envelope', 'cloudevents+xml', on('<event/>', { contentType: 'application/cloudevents+xml' })],
    [
      'unknown_envelope',
      'cloudevents+protobuf',
      on(Buffer.from([1]), { contentType: 'application/cloudevents+protobuf' }),
    ],
  ])('that is wrong is refused: %s, %s (%#)', (expected, says, from) => {
    expect([reason(from), detail(from)]).toEqual([expected, expect.stringContaining(says)]);
  });
});

describe('when it happened', () => {
  function at(more: object, properties: MessageProperties = {}) {
    const outcome = readMessage(structured(more, properties));
    return outcome.kind === 'ok' ? outcome.value.event.occurredAt : outcome.kind === 'dead' && outcome.reason;
  }
  const seconds = 1_761_980_000;

  test('is what the event says, whatever the message says', () => {
    expect(at({}, { timestamp: seconds })).toBe(Date.parse(time));
    expect(at({}, { timestamp: 0 })).toBe(Date.parse(time));
  });

  test.each([1, 1e3, 1e6, 1e9])('is else what the message says, in seconds × %d', (unit) => {
    expect(at({ time: undefined }, { timestamp: seconds * unit })).toBe(seconds * 1e3);
    expect(at({ time: null }, { timestamp: seconds * unit })).toBe(seconds * 1e3);
  });

  test('is else when it was received', () => {
    expect(at({ time: undefined })).toBe(receivedAt);
  });

  test.each([0, -1, 1, 1.5, Number.NaN, 20_261_102, 202_611_020_900, 639_000_000_000_000_000, 1e21, '2026', {}, false])(
    'is never "now" in place of a timestamp that tells nothing: %p',
    (timestamp) => {
      expect(at({ time: undefined }, { timestamp })).toBe('unusable_time');
    },
  );

  test.each(['2026-11-01T10:00:00', 'yesterday', '', 17, '0001-01-01T00:00:00Z', '1899-12-31T23:59:59Z'])(
    'is never the timestamp in place of a time that tells nothing: %p',
    (wrong) => {
      expect(at({ time: wrong }, { timestamp: seconds })).toBe('unusable_time');
    },
  );

  test('is at most five minutes ahead', () => {
    const ahead = (ms: number) => at({ time: new Date(receivedAt + ms).toISOString() });
    expect([ahead(300_000), ahead(300_001)]).toEqual([receivedAt + 300_000, 'from_the_future']);
    expect(at({ time: '9999-12-31T23:59:59Z' })).toBe('from_the_future');
    expect(at({ time: undefined }, { timestamp: receivedAt / 1e3 + 301 })).toBe('from_the_future');
  });
});

describe('plain JSON', () => {
  test('has the data for its body, the routing key for its type, the message for id, time and source', () => {
    const { written: wrote } = read(on(data, { messageId: 'm-1', appId: 'legacy', timestamp: 1_761_980_000 }));
    expect(wrote).toEqual({
      type: key,
      id: 'm-1',
      idSource: 'message_id',
      source: '/legacy',
      time: 1_761_980_000,
      subject: undefined,
      extensions: {},
      data,
    });
  });

  test.each<[string, string, MessageProperties]>([
    [
      'a routing key that is known, whatever class EasyNetQ names',
      key,
      { type: 'Company.Hr.UserRegistered, Company.Hr' },
    ],
    ['a routing key that is known, whatever type is named', key, { type: 'user.registered' }],
    ['the type where the routing key is none', 'logins', { type: key }],
    [
      'the class where the routing key is none',
      '',
      { type: 'Company.Hr.Messages.AuthLoginFailed, Company.Hr.Messages' },
    ],
    ['the class as older EasyNetQ writes it', '#', { type: 'Company_Hr_Messages.AuthLoginFailed:Company_Hr_Messages' }],
    ['the class that Spring names', 'logins', { headers: { __TypeId__: 'ua.company.hr.events.AuthLoginFailed' } }],
    ['the class as a routing key', 'AuthLoginFailed', {}],
    [
      'the type in the property before the one in the header',
      'x',
      { type: key, headers: { __TypeId__: 'UserRegistered' } },
    ],
  ])('has the type of %s', (_what, routingKey, properties) => {
    expect(read(on(data, properties, routingKey)).event.type).toBe(key);
  });

  test.each([
    'logins',
    '',
    'Company.UserRegisteredOrUserUpdated',
    'UserRegistered.UserUpdated',
    'auth.login.failed.v1',
  ])('of a type that nobody knows is dead: %p', (type) => {
    expect(reason(on(data, { type }, 'events'))).toBe('unknown_type');
  });

  test('of an unknown kind is not guessed at', () => {
    expect(reason(on(data, { contentType: 'application/vnd.company.login+json' }))).toBe('unknown_envelope');
  });
});

describe('MassTransit', () => {
  const contentType = 'application/vnd.masstransit+json';
  const envelope = {
    messageId: id,
    conversationId: id,
    messageType: ['urn:message:Company.Hr:AuthLoginFailed', 'urn:message:Company.Hr:IEvent'],
    sourceAddress: 'rabbitmq://broker/idp',
    sentTime: '2026-11-01T10:00:00.1234567Z',
    message: data,
    headers: {},
  };

  test('wraps an event', () => {
    const { written: wrote, event: read_ } = read(on(envelope, { contentType }, ''));
    expect(wrote).toMatchObject({ id, source: 'rabbitmq://broker/idp', type: key, data });
    expect(read_.occurredAt).toBe(Date.parse('2026-11-01T10:00:00.123Z'));
  });

  test.each<[string, object]>([
    ['schema_violation', { message: 'text' }],
    ['schema_violation', { message: undefined }],
    ['unusable_time', { sentTime: '2026-11-01T10:00:00' }],
    ['unknown_type', { messageType: ['urn:message:Company.Hr:Unheard'] }],
  ])('is refused when it is wrong: %s', (expected, wrong) => {
    expect(reason(on({ ...envelope, ...wrong }, { contentType }, ''))).toBe(expected);
  });

  test('in XML or BSON is named', () => {
    for (const format of ['xml', 'bson'])
      expect(reason(on('', { contentType: `application/vnd.masstransit+${format}` }))).toBe('unknown_envelope');
  });
});

test.each([data, JSON.stringify(data)])('a row of an outbox is read, its payload an object or text (%#)', (payload) => {
  const row = { id, aggregatetype: 'login', aggregateid: '7', type: 'AuthLoginFailed', payload };
  const { written: wrote } = read(on(row, { timestamp: 1_761_980_000 }, 'login.events'));
  expect(wrote).toMatchObject({ id, subject: '7', type: key, time: 1_761_980_000, data });
  expect(reason(on({ ...row, payload: '[1]' }))).toBe('schema_violation');
});

describe('ids of people', () => {
  function known(employeeId: unknown) {
    const outcome = readMessage(on({ employeeId, department: 'Sales' }, {}, 'user.registered'));
    return outcome.kind === 'ok' ? outcome.value.event.employeeId : outcome.kind === 'dead' && outcome.reason;
  }

  test('are the same in every Unicode form and with white space around, others in another case', () => {
    expect(['Zoë', 'Zoe\u0308', ' Zoë\t', '\u00a0Zoë'].map(known)).toEqual(Array(4).fill('Zoë'));
    expect(['zoë', 'ZOË', '7', 7].map(known)).toEqual(['zoë', 'ZOË', '7', '7']);
  });

  test.each([undefined, null, '', ' ', '\t'])('name nobody when they are %p', (nobody) => {
    expect(known(nobody)).toBe('no_person');
  });

  test('are read alike wherever they stand', () => {
    const { event: read_ } = read(
      on({ employeeId: '7', requestId: 'r\u0301', decidedBy: ' e\u0301' }, {}, 'vacation.request.approved'),
    );
    expect(read_).toMatchObject({ requestId: 'ŕ', decidedBy: 'é' });
  });
});

test('a message that was replayed is read as it came at first; nobody but the default exchange can say so', () => {
  const replayed = (exchange: string, headers: object) =>
    messageOf(
      {
        generation: 1,
        receivedAt,
        identity: { id: 'now', receivedAt, inDoubt: true },
        message: {
          content: Buffer.from(JSON.stringify(data)),
          properties: { headers },
          fields: { exchange, routingKey: 'q', redelivered: false },
        } as never,
      },
      'q',
    );
  const first = { 'x-replay-id': 'first', 'x-replay-received-at': 17 };
  const headers = { 'x-replay-exchange': 'hr.events', 'x-replay-routing-key': key, ...first };
  expect(replayed('', headers)).toMatchObject({
    exchange: 'hr.events',
    routingKey: key,
    receivedAt,
    identity: { id: 'first', receivedAt: 17, inDoubt: false },
  });
  expect(replayed('', { 'x-routing-key': key })).toMatchObject({ exchange: '', routingKey: key });
  const stranger = { exchange: 'hr.events', routingKey: 'q', identity: { id: 'now', inDoubt: true } };
  expect(replayed('hr.events', headers)).toMatchObject(stranger);
});

test('an event means the same whatever the order of its names, whatever the white space, structured or binary', () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.object({ maxDepth: 1 }));
  const given = fc.record({
    login: fc.string({ minLength: 1 }),
    reason: fc.constantFrom('bad_password', 'locked'),
    employeeId: fc.string(),
    ip: fc.option(fc.string(), { nil: undefined }),
    extra: value,
  });
  const shuffled = <T extends object>(object: T, seed: readonly number[]) =>
    Object.fromEntries(
      Object.entries(object)
        .map((entry, at) => ({ entry, by: seed[at % seed.length] ?? 0 }))
        .sort((a, b) => a.by - b.by)
        .map(({ entry }) => entry),
    );
  fc.assert(
    fc.property(
      given,
      fc.array(fc.integer(), { minLength: 1, maxLength: 9 }),
      fc.nat(4),
      fc.constantFrom('ce-', 'ce_', 'cloudEvents:', 'cloudEvents_'),
      (some, seed, space, prefix) => {
        const first = readMessage(structured({ data: some }));
        const other = JSON.stringify(shuffled({ ...event, data: shuffled(some, seed) }, seed), null, space);
        const parts = (outcome: typeof first) =>
          outcome.kind === 'ok' ? [outcome.value.event, { ...outcome.value.written, extensions: {} }] : outcome;
        expect(parts(readMessage(on(other)))).toEqual(parts(first));
        expect(parts(readMessage(binary(prefix, {}, {}, some)))).toEqual(parts(first));
      },
    ),
  );
});
