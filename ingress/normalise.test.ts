import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Serde } from '#lib/avro/serde.ts';
import { partitionFor } from '#lib/kafka/murmur2.ts';
import { markOf } from '#schemas/mark.ts';
import type { AmqpMessage } from '#schemas/reader/message.ts';
import { message, receivedAt } from '#schemas/reader/testing/message.ts';
import type { Normalise, NormalisedRecord } from './normalise.ts';
import { foreignRoute, routes } from './routes.ts';
import { normaliseForTests, serdeForTests } from './testing/serde.ts';
import userRegistered from './translators/user_registered.ts';

const [own] = routes();
const foreign = foreignRoute(userRegistered);
const id = '0192f3c1-7a52-7d10-9e44-3b8a6f0d1c11';
const event = {
  specversion: '1.0',
  id,
  source: '/users',
  type: 'user.registered',
  time: '2026-11-02T08:59:58.123Z',
  subject: '7',
  data: { employeeId: '7', email: 'olena@example.com', department: 'Sales' },
};
const submitted = {
  ...event,
  source: '/vacations',
  type: 'vacation.request.submitted',
  data: { employeeId: '7', requestId: 'r1', leaveType: 'annual', from: '2026-12-01', to: '2026-12-04' },
};

let serde: Serde;
let normalise: Normalise;
beforeAll(async () => {
  serde = await serdeForTests();
  normalise = await normaliseForTests(serde);
});

const read = (from: AmqpMessage, route = own) => normalise(from, { envelopes: route?.envelopes ?? [] });

function accepted(from: AmqpMessage, route = own): NormalisedRecord {
  const outcome = read(from, route);
  if (outcome.kind !== 'ok') throw new Error(`not accepted: ${JSON.stringify(outcome)}`);
  return outcome.value;
}

async function fields(record: NormalisedRecord) {
  await serde.learn([record.value]);
  return serde.decode(record.value).value;
}

function reason(from: AmqpMessage, route = own) {
  const outcome = read(from, route);
  return outcome.kind === 'dead' ? outcome.reason : outcome.kind;
}

function detail(from: AmqpMessage) {
  const outcome = read(from);
  return outcome.kind === 'dead' ? outcome.detail : '';
}

const mark = markOf({ source: '/users', id, type: event.type, time: event.time, data: event.data });

describe('a CloudEvent', () => {
  test('becomes the record of its type, keyed by person and event', async () => {
    const record = accepted(message(event, { properties: { contentType: 'application/cloudevents+json' } }));
    expect(record).toMatchObject({
      topic: 'hr.users',
      key: `7/${id}/${mark}`,
      partition: partitionFor('7', 4),
      undeclared: [],
    });
    expect(await fields(record)).toMatchObject({
      eventId: id,
      mark,
      source: '/users',
      occurredAt: Date.parse(event.time),
      employeeId: '7',
      email: 'olena@example.com',
      department: 'Sales',
      hiredOn: null,
      redacted: false,
    });
  });

  test('carries its attributes in headers, as the Kafka binding wants them', () => {
    const { headers } = accepted(message({ ...event, traceparent: '00-a-b-01', ok: true }));
    expect(headers).toMatchObject({
      'content-type': 'application/avro',
      ce_specversion: '1.0',
      ce_id: id,
      ce_source: '/users',
      ce_type: 'user.registered',
      ce_time: event.time,
      ce_subject: '7',
      ce_traceparent: '00-a-b-01',
      ce_ok: 'true',
      ce_idsource: 'cloudevents',
      'x-received-at': String(receivedAt),
      'x-redelivered': 'false',
      'x-bridge-attempt': '1',
    });
  });

  test.each([undefined, 'application/json', 'Application/CloudEvents+JSON; charset=UTF-8'])(
    'is recognised with the content type %s',
    (contentType) => {
      expect(accepted(message(event, { properties: { contentType } })).headers.ce_idsource).toBe('cloudevents');
    },
  );

  test('whose id is no UUID has the same event id each time, another for another source, and keeps its own in a header', () => {
    const [one, same, other] = ['/a', '/a', '/b'].map((source) =>
      accepted(message({ ...event, id: 'evt 17', source })),
    );
    expect(one?.key).toMatch(/^7\/[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\//);
    expect(same?.key).toBe(one?.key);
    expect(other?.key).not.toBe(one?.key);
    expect(one?.headers.ce_id).toBe('evt 17');
  });

  test('with a UUID in capitals is the same event', () => {
    expect(accepted(message({ ...event, id: id.toUpperCase() })).key).toBe(`7/${id}/${mark}`);
  });

  test('with fields that its type does not have is accepted, and says which', () => {
    const record = accepted(message({ ...event, data: { ...event.data, shoeSize: 43, nick: 'x' } }));
    expect(record.undeclared).toEqual(['shoeSize', 'nick']);
  });

  test('has a person whose id contains a slash in one part of its key', () => {
    expect(
      accepted(message({ ...event, data: { employeeId: 'a/b' } }))
        .key.split('/')
        .slice(0, 2),
    ).toEqual(['a%2Fb', id]);
  });
});

describe('a plain JSON message', () => {
  const python = (body: string | object, more: Partial<AmqpMessage> = {}) =>
    message(body, { exchange: '', queue: 'user_registered', routingKey: 'user_registered', ...more });

  test('in the queue user_registered, without any properties, is a registration', async () => {
    const record = accepted(python('{"user_id": 7, "email": "a@b.c"}'), foreign);
    expect(record).toMatchObject({ topic: 'hr.users', partition: partitionFor('7', 4), undeclared: [] });
    expect(record.headers).toMatchObject({ ce_type: 'user.registered', ce_idsource: 'same_text' });
    expect(await fields(record)).toMatchObject({ employeeId: '7', email: 'a@b.c', occurredAt: receivedAt });
  });

  test('there is the same event as the same text before, whenever that was sent, and another than any other text', () => {
    const key = (body: string, timestamp?: number) =>
      accepted(python(body, { properties: { timestamp } }), foreign).key;
    expect(key('{"user_id": 7}', 1_782_900_000)).toBe(key('{"user_id": 7}'));
    expect(key('{"user_id": 7}')).not.toBe(key('{"user_id":7}'));
  });

  test('with a message id has that', () => {
    const { headers } = accepted(python({ user_id: 7 }, { properties: { messageId: 'm1' } }), foreign);
    expect(headers).toMatchObject({ ce_id: 'm1', ce_idsource: 'message_id' });
  });

  test('in that queue may be a CloudEvent all the same', () => {
    expect(accepted(python(event), foreign).headers.ce_idsource).toBe('cloudevents');
  });

  test.each([[{}], [{ user_id: null }], [{ user_id: '' }]])('that names nobody (%j) is dead', (body) => {
    expect(reason(python(body), foreign)).toBe('no_person');
  });

  test('on hr.events has the type of its routing key, or of its property', () => {
    expect(accepted(message({ employeeId: 7 })).type).toBe('user.registered');
    const typed = message({ employeeId: 7 }, { routingKey: 'any', properties: { type: 'user.deactivated' } });
    expect(accepted(typed).type).toBe('user.deactivated');
  });

  test('with a person number beyond 2^53 keeps all its digits', async () => {
    const record = accepted(python('{"user_id": 9007199254740993}'), foreign);
    expect(await fields(record)).toMatchObject({ employeeId: '9007199254740993' });
  });
});

describe('an event', () => {
  test('of a type nobody has defined is dead', () => {
    expect(reason(message({ ...event, type: 'user.exploded' }))).toBe('unknown_type');
    expect(reason(message({ ...event, type: '__proto__' }))).toBe('unknown_type');
  });

  test.each([
    ['id: ', { id: '' }],
    ['source: ', { source: 5 }],
    ['specversion: ', { specversion: '0.3' }],
    ['data: ', { data: 'text' }],
    ['data: ', { data: null }],
    ['datacontenttype: ', { datacontenttype: 'application/xml' }],
    ['requestId: ', { data: { ...submitted.data, requestId: null } }],
    ['from: ', { data: { ...submitted.data, from: '2026-02-29' } }],
    ['to: ', { data: { ...submitted.data, to: '2026-11-01' } }],
    ['dayPart: ', { data: { ...submitted.data, dayPart: 'evening' } }],
    ['employeeId: ', { data: { ...submitted.data, employeeId: { a: 1 } } }],
  ])('that is wrong in %sis a schema_violation that says so (%#)', (path, wrong) => {
    const broken = message({ ...submitted, ...wrong }, { properties: { contentType: 'application/cloudevents+json' } });
    expect(reason(broken)).toBe('schema_violation');
    expect(detail(broken)).toContain(path);
  });

  test('says of a schema violation where, not what: values can be personal', () => {
    expect(detail(message({ ...event, data: { employeeId: '7', email: 'x@y.z'.repeat(1000) } }))).not.toContain(
      'x@y.z',
    );
    expect(detail(message({ ...event, data: { employeeId: '7', locale: 'secret' } }))).not.toContain('secret');
  });

  test('about a person that names none is dead', () => {
    const { employeeId, ...anonymous } = submitted.data;
    expect(reason(message({ ...submitted, data: anonymous }))).toBe('no_person');
  });
});

describe('a login of nobody we know', () => {
  const failed = (login: unknown) =>
    message({ ...event, type: 'auth.login.failed', data: { login, reason: 'unknown_login' } });

  test('is keyed by a pseudonym that does not change with case, spaces or Unicode form', () => {
    const [one, two] = [failed('Zoë@Example.com '), failed('zoe\u0308@example.com')].map((each) => accepted(each));
    expect(one?.key).toMatch(/^[0-9a-f]{64}\//);
    expect(two?.key.split('/')[0]).toBe(one?.key.split('/')[0]);
    expect(one?.partition).toBe(partitionFor(one?.key.split('/')[0] ?? '', 4));
    expect(one?.key).not.toContain('zo');
  });

  test('without a login name is keyed by its address, as unreadably', () => {
    const stray = message({
      ...event,
      type: 'auth.action.refused',
      data: { ip: '192.0.2.7', action: 'refresh', reason: 'unknown_token' },
    });
    expect(accepted(stray)?.key).toMatch(/^[0-9a-f]{64}\//);
    expect(accepted(stray)?.key).not.toContain('192.0.2.7');
  });

  test('without a login name and an address is dead', () => {
    expect([failed(undefined), failed(' ')].map((each) => reason(each))).toEqual(['no_person', 'no_person']);
  });
});
