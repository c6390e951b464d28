import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { Options } from 'amqplib';

/**
 * A message as a publisher of some kind writes it: a refused sign-in whose reason is `mark`, which no other message
 * has.
 */
export interface StormMessage {
  readonly mark: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly properties: Options.Publish;
  /** Why it is set aside; null: it counts. */
  readonly dead: string | null;
}

type Told = Omit<StormMessage, 'mark' | 'dead'>;

const type = 'auth.login.failed';

/** When something happened, as text or as a number of the AMQP property. */
interface Moment {
  readonly text?: unknown;
  readonly timestamp?: number;
  readonly dead: string | null;
}

/** An hour ago, and what is none. */
function moments(now: number): Moment[] {
  const at = now - 3_600_000;
  const iso = new Date(at).toISOString();
  const seconds = Math.floor(at / 1e3);
  const texts = [
    iso,
    iso.slice(0, 16).concat('Z'),
    iso.replace('T', ' '),
    iso.replace('Z', '+0000'),
    iso.replace('.', ','),
  ];
  const wrong = [iso.replace('Z', ''), 'yesterday', '', '0001-01-01T00:00:00Z'];
  return [
    { dead: null },
    ...texts.map((text) => ({ text, dead: null })),
    ...wrong.map((text) => ({ text, dead: 'unusable_time' })),
    { text: '9999-12-31T23:59:59Z', dead: 'from_the_future' },
    ...[1, 1e3, 1e6, 1e9].map((unit) => ({ timestamp: seconds * unit, dead: null })),
    ...[20_261_130, 202_611_301_643, 638_000_000_000_000_000].map((timestamp) => ({
      timestamp,
      dead: 'unusable_time',
    })),
    { timestamp: seconds + 9e8, dead: 'from_the_future' },
  ];
}

/** The ways to say it; those without a place for the text of a time leave such moments out. */
const envelopes: Readonly<Record<string, (mark: string, moment: Moment) => Told | undefined>> = {
  structured: (mark, { text, timestamp }) => ({
    routingKey: type,
    body: json({ ...attributes(mark, text), data: dataOf(mark) }),
    properties: { contentType: 'application/cloudevents+json', ...stamped(timestamp) },
  }),
  base64: (mark, { text, timestamp }) => ({
    routingKey: type,
    body: json({ ...attributes(mark, text), data_base64: json(dataOf(mark)).toString('base64') }),
    properties: { contentType: 'application/cloudevents+json', ...stamped(timestamp) },
  }),
  unannounced: (mark, { text, timestamp }) => ({
    routingKey: type,
    body: json({ ...attributes(mark, text), data: dataOf(mark) }),
    properties: stamped(timestamp),
  }),
  ...Object.fromEntries(['ce-', 'ce_', 'cloudEvents:', 'cloudEvents_'].map((prefix) => [prefix, binary(prefix)])),
  massTransit: (mark, { text, timestamp }) => ({
    routingKey: '',
    body: json({
      messageId: `mt-${mark}`,
      messageType: ['urn:message:Storm.Hr:AuthLoginFailed'],
      sourceAddress: 'rabbitmq://storm/idp',
      message: dataOf(mark),
      sentTime: text,
    }),
    properties: { contentType: 'application/vnd.masstransit+json', ...stamped(timestamp) },
  }),
  outbox: (mark, { text, timestamp }) => ({
    routingKey: 'outbox',
    body: json({
      id: `ob-${mark}`,
      aggregatetype: 'login',
      aggregateid: mark,
      type,
      payload: dataOf(mark),
      timestamp: text,
    }),
    properties: { appId: 'storm', ...stamped(timestamp) },
  }),
  easyNetQ: (mark, { text, timestamp }) =>
    text === undefined
      ? {
          routingKey: type,
          body: json(dataOf(mark)),
          properties: {
            type: 'Storm.Hr.UserRegistered, Storm.Hr',
            messageId: `en-${mark}`,
            appId: 'storm',
            ...stamped(timestamp),
          },
        }
      : undefined,
  spring: (mark, { text, timestamp }) =>
    text === undefined
      ? {
          routingKey: 'logins',
          body: json(dataOf(mark)),
          properties: {
            contentType: 'application/json',
            headers: { __TypeId__: 'ua.storm.AuthLoginFailed' },
            ...stamped(timestamp),
          },
        }
      : undefined,
};

function binary(prefix: string) {
  return (mark: string, { text, timestamp }: Moment): Told => ({
    routingKey: type,
    body: json(dataOf(mark)),
    properties: {
      contentType: 'application/json',
      headers: prefixed(prefix, attributes(mark, text)),
      ...stamped(timestamp),
    },
  });
}

const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));
const dataOf = (mark: string) => ({ login: `Їжак.Zoë.${mark}@example.org`, reason: mark });
const attributes = (mark: string, time: unknown) => ({
  specversion: '1.0',
  id: `ce-${mark}`,
  source: '/storm',
  type,
  ...(time !== undefined && { time }),
});
const stamped = (timestamp: number | undefined) => (timestamp === undefined ? {} : { timestamp });
const prefixed = (prefix: string, given: object) =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [`${prefix}${name}`, value]));

/** The ways to pack it. */
const encodings: readonly ((told: Told) => Told)[] = [
  (told) => told,
  packed((body) => gzipSync(body), 'gzip'),
  packed((body) => gzipSync(body), 'gzip, UTF-8'),
  packed((body) => gzipSync(body), 'gzip:UTF-8'),
  packed((body) => deflateSync(body), 'deflate, UTF-8'),
  packed((body) => deflateRawSync(body), 'deflate'),
  packed((body) => brotliCompressSync(body), 'br'),
  packed((body) => zstdCompressSync(body), 'zstd'),
  packed((body) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]), undefined),
  packed((body) => Buffer.from(body.toString(), 'utf16le'), 'UTF-16LE'),
  packed((body) => gzipSync(Buffer.from(body.toString(), 'utf16le')), 'gzip, utf-16le'),
  (told) => ({
    ...packed((body) => deflateSync(body), 'utf-8')(told),
    properties: {
      ...told.properties,
      contentEncoding: 'utf-8',
      headers: { ...told.properties.headers, compression: 'application/x-gzip' },
    },
  }),
];

function packed(pack: (body: Buffer) => Buffer, contentEncoding: string | undefined) {
  return (told: Told): Told => ({
    ...told,
    body: pack(told.body),
    properties: { ...told.properties, ...(contentEncoding !== undefined && { contentEncoding }) },
  });
}

/** What nobody can read, and why. */
function strays(): [string, Told][] {
  const contentType = 'application/cloudevents+json';
  const on = (body: Buffer, properties: Options.Publish = { contentType }, routingKey = type): Told => ({
    routingKey,
    body,
    properties,
  });
  const said = (more: object) => json({ ...attributes('stray', undefined), data: dataOf('stray'), ...more });
  return [
    ['batch', on(json([{ specversion: '1.0' }]), { contentType: 'application/cloudevents-batch+json' })],
    ['batch', on(json([attributes('stray', undefined)]), {})],
    ['unknown_envelope', on(Buffer.from('<event/>'), { contentType: 'application/cloudevents+xml' })],
    ['unknown_envelope', on(json({ a: 1 }), { contentType: 'application/vnd.storm+json' })],
    ['malformed_json', on(Buffer.from('no json'))],
    ['malformed_json', on(Buffer.from('{"a":1,"a":2}'))],
    ['not_an_object', on(Buffer.from('7'))],
    ['malformed_encoding', on(Buffer.from('no gzip'), { contentType, contentEncoding: 'gzip' })],
    ['unknown_encoding', on(said({}), { contentType, contentEncoding: 'zork' })],
    ['not_utf8', on(Buffer.from(said({ subject: 'Zoë' }).toString(), 'latin1'))],
    ['unknown_type', on(said({ type: 'auth.login.exploded' }))],
    ['unknown_type', on(json(dataOf('stray')), {}, 'somewhere')],
    ['schema_violation', on(said({ data: [] }))],
    ['schema_violation', on(said({ data_base64: 'e30=' }))],
    ['schema_violation', on(json(dataOf('half')), { headers: { 'ce-id': '1' } })],
    ['no_person', on(said({ data: { reason: 'stray' } }))],
    ['no_person', on(json({ employeeId: ' ', department: 'stray' }), {}, 'user.registered')],
    ['too_large', on(said({ filler: 'x'.repeat(900_000) }))],
    ['too_large', on(gzipSync(Buffer.alloc(20_000_000, 0x20)))],
  ];
}

/** Every envelope × every packing × every moment, and what nobody can read; each with a mark of its own. */
export function storm(now: number): StormMessage[] {
  const messages: StormMessage[] = [];
  for (const [name, tell] of Object.entries(envelopes))
    for (const [packing, pack] of encodings.entries())
      for (const [at, moment] of moments(now).entries()) {
        const mark = `${name}-${packing}-${at}`;
        const told = tell(mark, moment);
        if (told) messages.push({ ...pack(told), mark, dead: moment.dead });
      }
  return [...messages, ...strays().map(([dead, told], at) => ({ ...told, mark: `stray-${at}`, dead }))];
}
