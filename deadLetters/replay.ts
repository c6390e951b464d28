import { carried, carriedHeaders } from '#lib/amqp/carried.ts';
import { openConnection } from '#lib/amqp/connection.ts';
import type { MessageOptions, Publisher } from '#lib/amqp/publisher.ts';
import { failureOf, originOf, replayHeaders, replaysHeader } from '#lib/deadLetter.ts';
import type { Outlet } from '#lib/kafka/outlet.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import type { Log } from '#lib/log.ts';
import { replay } from '#schemas/reader/message.ts';

export interface ReplayOptions {
  readonly publisher: Publisher;
  /** For letters that came from a Kafka topic. */
  readonly outlet: Outlet;
  readonly amqpUrl: string;
  readonly parkingQueue: string;
  readonly log: Log;
}

/** Where a letter goes when it is replayed, for people. */
export const destinationOf = ({ headers }: KafkaRecord): string =>
  headers.amqp_queue === undefined ? `topic ${headers.dead_topic}` : `queue ${headers.amqp_queue}`;

/**
 * Sends a letter's message back to where it came from, confirmed: straight to its queue, so that nobody else gets it
 * twice, with its own properties. The letter itself stays until it expires. Throws one sentence when it cannot be done.
 */
export async function replayLetter(letter: KafkaRecord, options: ReplayOptions): Promise<void> {
  if (letter.headers.amqp_queue === undefined) return replayRecord(letter, options);
  if (letter.headers.dead_parked) return replayParked(letter, letter.headers.amqp_queue, options);
  const properties = replayProperties(letter);
  await options.publisher.publish('', letter.headers.amqp_queue, Buffer.from(letter.value ?? ''), properties);
}

export function replayProperties({ headers, key }: Pick<KafkaRecord, 'headers' | 'key'>): MessageOptions {
  const original = JSON.parse(headers.amqp_properties ?? '{}', bytesFromBase64) as Record<string, unknown>;
  return {
    ...carried(original),
    headers: {
      ...carriedHeaders(original.headers as object | undefined),
      [replaysHeader]: failureOf(headers).attempt,
      [replay.exchange]: headers.amqp_exchange ?? '',
      [replay.routingKey]: headers.amqp_routing_key ?? '',
      // Letters of earlier versions have no identity of their delivery; this is theirs alone, and the same in each replay.
      [replay.id]: headers.amqp_delivery_id ?? `${headers.dead_timestamp}/${key}`,
      [replay.receivedAt]: Number(headers.amqp_received_at ?? headers.dead_timestamp),
    },
  };
}

function bytesFromBase64(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { base64, ...others } = value as { base64?: unknown };
  return typeof base64 === 'string' && Object.keys(others).length === 0 ? Buffer.from(base64, 'base64') : value;
}

/** Back to the partition it came from, without what made it a letter. */
async function replayRecord({ headers, key, value }: KafkaRecord, { outlet }: ReplayOptions): Promise<void> {
  const origin = originOf(headers);
  if (origin === undefined) throw new Error('it does not say where it came from');
  const { topic, partition } = origin;
  await outlet.send([{ topic, partition, key: key || null, value, headers: replayHeaders(headers) }]);
}

/**
 * Looks through the parking queue for the body. It is acknowledged there when its copy is confirmed; all that was
 * looked at goes back when the channel closes.
 */
async function replayParked(letter: KafkaRecord, queue: string, options: ReplayOptions): Promise<void> {
  const connection = await openConnection({ url: options.amqpUrl, name: 'leaveline dead letters', log: options.log });
  const parking = await connection.channel();
  try {
    for (;;) {
      const message = await parking.rpc('reading the parking queue', (channel) => channel.get(options.parkingQueue));
      if (message === false) throw new Error(`its body is no longer in ${options.parkingQueue}`);
      if (message.properties.headers?.['x-parked-sha256'] !== letter.headers.dead_sha256) continue;
      await options.publisher.publish('', queue, message.content, replayProperties(letter));
      return parking.channel.ack(message);
    }
  } finally {
    await parking.close();
    await connection.close();
  }
}
