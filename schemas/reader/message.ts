import type { Identity } from '#lib/amqp/deliveries.ts';
import type { Delivery } from '#lib/amqp/subscription.ts';

/** Properties as publishers may or may not have set them; a program that sets none sends an empty object. */
export interface MessageProperties {
  readonly contentType?: unknown;
  readonly contentEncoding?: unknown;
  readonly headers?: Readonly<Record<string, unknown>> | undefined;
  readonly messageId?: unknown;
  readonly timestamp?: unknown;
  readonly type?: unknown;
  readonly appId?: unknown;
}

/** A delivery without its channel. */
export interface AmqpMessage {
  readonly body: Buffer;
  readonly properties: MessageProperties;
  readonly exchange: string;
  readonly routingKey: string;
  readonly queue: string;
  /** RabbitMQ has handed it out before. */
  readonly redelivered: boolean;
  /** Epoch ms. */
  readonly receivedAt: number;
  /**
   * Stands in for an id and a time where the message has none; of a replayed message it is that of its first delivery.
   */
  readonly identity: Identity;
}

/** Headers of a message that was replayed: the way it had come at first. */
export const replay = {
  id: 'x-replay-id',
  receivedAt: 'x-replay-received-at',
  exchange: 'x-replay-exchange',
  routingKey: 'x-replay-routing-key',
} as const;

/** Where letters of services once kept it. */
export const olderRoutingKey = 'x-routing-key';

/** A replayed message comes straight to its queue; it is read as if it had come the way it came first. */
export function messageOf({ message, receivedAt, identity }: Delivery, queue: string): AmqpMessage {
  const properties = message.properties as MessageProperties;
  const { exchange, routingKey, redelivered } = message.fields;
  function original(now: string, ...names: readonly string[]): string {
    const then = exchange === '' ? names.map((name) => properties.headers?.[name]) : [];
    return then.find((value) => typeof value === 'string') ?? now;
  }
  return {
    body: message.content,
    properties,
    exchange: original(exchange, replay.exchange),
    routingKey: original(routingKey, replay.routingKey, olderRoutingKey),
    queue,
    redelivered,
    receivedAt,
    identity: exchange === '' ? firstIdentity(properties, identity) : identity,
  };
}

function firstIdentity({ headers = {} }: MessageProperties, now: Identity): Identity {
  const { [replay.id]: id, [replay.receivedAt]: receivedAt } = headers;
  if (typeof id !== 'string' || id === '') return now;
  return { id, receivedAt: typeof receivedAt === 'number' ? receivedAt : now.receivedAt, inDoubt: false };
}

/** A property or header as text; undefined when it is missing, empty or no text. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value || undefined;
  if (Buffer.isBuffer(value)) return value.toString() || undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;
}

/** The media type without parameters, in lower case; '' when there is none. */
export const mediaType = ({ contentType }: MessageProperties): string =>
  (textOf(contentType) ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** Whether a media type is one of JSON: `application/json`, `text/json`, `application/….+json`. */
export const isJson = (type: string): boolean => /^(application|text)\/([^;]+\+)?json\s*(;|$)/i.test(type.trim());
