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
}

/** Headers of a message that was replayed: how often, and the way it had come at first. */
export const replay = {
  attempt: 'x-replay-attempt',
  exchange: 'x-replay-exchange',
  routingKey: 'x-replay-routing-key',
} as const;

/** A replayed message comes straight to its queue; it is read as if it had come the way it came first. */
export function messageOf({ message, receivedAt }: Delivery, queue: string): AmqpMessage {
  const properties = message.properties as MessageProperties;
  const { exchange, routingKey, redelivered } = message.fields;
  const original = (name: string, now: string): string => {
    const then = properties.headers?.[name];
    return typeof then === 'string' ? then : now;
  };
  return {
    body: message.content,
    properties,
    exchange: original(replay.exchange, exchange),
    routingKey: original(replay.routingKey, routingKey),
    queue,
    redelivered,
    receivedAt,
  };
}

/** A property as text; undefined when it is missing, empty or no text. */
export const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value || undefined;
  return typeof value === 'number' ? String(value) : undefined;
};

/** The media type without parameters, in lower case; '' when there is none. */
export const mediaType = ({ contentType }: MessageProperties): string =>
  (textOf(contentType) ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** AMQP timestamps are seconds; some programs write milliseconds (facts: below 1e11 they are seconds). Epoch ms, or undefined. */
export function timestampOf({ timestamp }: MessageProperties): number | undefined {
  if (typeof timestamp !== 'number' || !Number.isSafeInteger(timestamp) || timestamp <= 0) return undefined;
  return timestamp < 1e11 ? timestamp * 1_000 : timestamp;
}
