import { createHash } from 'node:crypto';
import { carriedHeaders } from '#lib/amqp/carried.ts';
import type { GetMessage } from '#lib/amqp/connection.ts';
import { type Failure, failureOf } from '#lib/deadLetter.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { hrQueue, inboxQueue, listeners, parkingQueue } from '#schemas/exchange.ts';
import { type AmqpMessage, olderRoutingKey, replay } from '#schemas/reader/message.ts';
import { letterOf } from './letter.ts';

/** A queue of RabbitMQ in which messages lie that were given up. */
export interface Box {
  /** The first part of what its letters are called. */
  readonly name: string;
  readonly queue: string;
  /** Whose messages they are: where they go when they are replayed, unless they say so themselves. */
  readonly of: string;
}

/** Those of the services, and the one of what ingress or RabbitMQ itself could not do anything with. */
export const boxes = (prefix = ''): Box[] => [
  ...listeners.map((name) => {
    const queue = inboxQueue(name, prefix);
    return { name, queue: `${queue}.dead`, of: queue };
  }),
  { name: 'parking', queue: parkingQueue(prefix), of: hrQueue(prefix) },
];

type Headers = Readonly<Record<string, unknown>>;

/** What RabbitMQ notes of a message that it moves because it died in a queue; the last time comes first. */
interface Death {
  readonly reason?: unknown;
  readonly queue?: unknown;
  readonly exchange?: unknown;
  readonly 'routing-keys'?: readonly unknown[];
  /** Seconds. */
  readonly time?: { readonly value?: unknown };
}

const deathIn = (headers: Headers): Death | undefined =>
  Array.isArray(headers['x-death']) ? (headers['x-death'][0] as Death | undefined) : undefined;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** What RabbitMQ counts each time that somebody looks. */
const counted = /^x-(delivery|acquired)-count$/;

/** The name that a message has while it lies in a box: it changes when the message is given up once more. */
export function nameOf(box: Box, { content, properties }: GetMessage): string {
  const headers = Object.entries(properties.headers ?? {}).filter(([header]) => !counted.test(header));
  const hash = createHash('sha256').update(JSON.stringify([properties.messageId, headers]));
  return `${box.name}/${hash.update(content).digest('hex').slice(0, 12)}`;
}

/** A message in a box as the letter that it would be in Kafka. */
export function letterIn(box: Box, lying: GetMessage, partitions = 1): KafkaRecord {
  const place = nameOf(box, lying);
  const headers = lying.properties.headers ?? {};
  const at = givenUpAt(headers);
  const message = messageOf(box, lying, place, at);
  const { topic, partition, ...letter } = letterOf(message, failureIn(box, lying), { bridge: box.queue, partitions });
  return {
    ...letter,
    topic: box.queue,
    partition,
    offset: 0n,
    timestamp: at,
    key: letter.key ?? '',
    headers: {
      ...letter.headers,
      dead_place: place,
      dead_stage: stageIn(headers),
      ...(text(headers['x-parked-sha256']) ? { dead_body: String(headers['x-parked-sha256']) } : {}),
    },
  };
}

/** Epoch ms; 0: nobody has noted it. */
const givenUpAt = (headers: Headers): number =>
  Number(headers.dead_timestamp ?? 0) || Number(deathIn(headers)?.time?.value ?? 0) * 1_000;

function stageIn(headers: Headers): string {
  if (headers['x-parked-sha256'] !== undefined) return 'ingress';
  return text(headers.dead_stage) ?? 'rabbitmq';
}

/** What RabbitMQ gives as the cause of death. */
const causes: Readonly<Record<string, string>> = {
  expired: 'it waited longer in {queue} than it may there',
  maxlen: '{queue} was full',
  rejected: 'whoever read {queue} refused it',
  delivery_limit: 'it came back to {queue} too often',
};

/**
 * Where letters of services from before December 2026 say why; to be gone in January 2027, when none of them should be
 * left.
 */
const older = { reason: 'x-reason', detail: 'x-detail' } as const;

function failureIn(box: Box, { properties, fields }: GetMessage): Failure {
  const headers: Headers = properties.headers ?? {};
  const { reason, detail } = failureOf(headers);
  if (reason) return { reason, detail };
  const parked = text(headers['x-parked-reason']);
  if (parked) return { reason: parked, detail: 'its body is kept here because it is too large for Kafka' };
  const death = deathIn(headers);
  const cause = text(death?.reason);
  if (cause) return { reason: cause, detail: sentence(cause, text(death?.queue) ?? box.of) };
  const once = text(headers[older.reason]);
  if (once) return { reason: once, detail: text(headers[older.detail]) ?? '' };
  const routingKey = JSON.stringify(fields.routingKey.slice(0, 200));
  return { reason: 'unroutable', detail: `no queue takes ${routingKey} from ${fields.exchange}` };
}

const sentence = (cause: string, queue: string): string =>
  (causes[cause] ?? 'RabbitMQ gave it up in {queue}').replace('{queue}', queue);

/** The headers that its publisher gave it. */
const asPublished = (headers: Headers): Headers =>
  Object.fromEntries(Object.entries(carriedHeaders(headers)).filter(([name]) => !/^(dead_|x-parked-)/.test(name)));

function messageOf(box: Box, { content, properties, fields }: GetMessage, id: string, at: number): AmqpMessage {
  const headers: Headers = properties.headers ?? {};
  const death = deathIn(headers);
  const first = (...values: readonly unknown[]): string => values.map(text).find((value) => value !== undefined) ?? '';
  const replayed = text(headers[replay.id]);
  const receivedAt = Number(headers[replay.receivedAt] ?? 0) || at || Date.now();
  return {
    body: content,
    properties: { ...properties, headers: asPublished(headers) },
    exchange: first(headers[replay.exchange], headers['x-parked-exchange'], death?.exchange, fields.exchange),
    routingKey: first(
      headers[replay.routingKey],
      headers[olderRoutingKey],
      headers['x-parked-routing-key'],
      death?.['routing-keys']?.[0],
      fields.routingKey,
    ),
    queue: first(headers['x-parked-queue'], death?.queue, box.of),
    redelivered: true,
    receivedAt: at,
    identity: { id: replayed ?? id, receivedAt, inDoubt: false },
  };
}
