import { carried, carriedHeaders } from '#lib/amqp/carried.ts';
import { openConnection } from '#lib/amqp/connection.ts';
import { lookThrough } from '#lib/amqp/lookThrough.ts';
import type { MessageOptions, Publisher } from '#lib/amqp/publisher.ts';
import { failureOf, originOf, replayHeaders, replaysHeader } from '#lib/deadLetter.ts';
import type { Outlet } from '#lib/kafka/outlet.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import type { Log } from '#lib/log.ts';
import { replay } from '#schemas/reader/message.ts';
import { deliveryIdIn, propertiesIn, receivedAtIn } from './message.ts';
import type { Letter } from './summary.ts';

export interface ReplayOptions {
  readonly publisher: Publisher;
  /** For letters that came from a Kafka topic. */
  readonly outlet: Outlet;
  readonly amqpUrl: string;
  readonly parkingQueue: string;
  readonly log: Log;
}

/** Where a letter goes when it is replayed, for people. */
export const destinationOf = ({ from, queue }: Letter): string => `${from} ${queue}`;

/**
 * Sends a letter's message back to where it came from, confirmed: straight to its queue, so that nobody else gets it
 * twice, with its own properties. Throws one sentence when it cannot be done.
 */
export async function replayLetter(letter: KafkaRecord, options: ReplayOptions): Promise<void> {
  if (letter.headers.amqp_queue === undefined) return replayRecord(letter, options);
  if (letter.headers.dead_parked) return replayParked(letter, letter.headers.amqp_queue, options);
  const properties = replayProperties(letter);
  await options.publisher.publish('', letter.headers.amqp_queue, Buffer.from(letter.value ?? ''), properties);
}

export function replayProperties(letter: Pick<KafkaRecord, 'headers' | 'key'>): MessageOptions {
  const { headers } = letter;
  const original = propertiesIn(headers);
  return {
    ...carried(original),
    headers: {
      ...carriedHeaders(original.headers),
      [replaysHeader]: failureOf(headers).attempt,
      [replay.exchange]: headers.amqp_exchange ?? '',
      [replay.routingKey]: headers.amqp_routing_key ?? '',
      [replay.id]: deliveryIdIn(letter),
      [replay.receivedAt]: receivedAtIn(headers),
    },
  };
}

/** Back to the partition it came from, without what made it a letter. */
async function replayRecord({ headers, key, value }: KafkaRecord, { outlet }: ReplayOptions): Promise<void> {
  const origin = originOf(headers);
  if (origin === undefined) throw new Error('it does not say where it came from');
  const { topic, partition } = origin;
  await outlet.send([{ topic, partition, key: key || null, value, headers: replayHeaders(headers) }]);
}

/** With the body that is parked, which is taken away when its copy is confirmed. */
async function replayParked(letter: KafkaRecord, queue: string, options: ReplayOptions): Promise<void> {
  const found = await takeParked(letter, options, (body) =>
    options.publisher.publish('', queue, body, replayProperties(letter)),
  );
  if (!found) throw new Error(`its body is no longer in ${options.parkingQueue}`);
}

/** Takes the body of a letter out of the parking queue once `use` has resolved; false when it is not there. */
export async function takeParked(
  { headers }: Pick<KafkaRecord, 'headers'>,
  { amqpUrl, parkingQueue, log }: Pick<ReplayOptions, 'amqpUrl' | 'parkingQueue' | 'log'>,
  use: (body: Buffer) => Promise<void>,
): Promise<boolean> {
  const connection = await openConnection({ url: amqpUrl, name: 'leaveline dead letters', log });
  try {
    for await (const { message, take } of lookThrough(connection, parkingQueue)) {
      if (message.properties.headers?.['x-parked-sha256'] !== headers.dead_sha256) continue;
      await use(message.content);
      take();
      return true;
    }
    return false;
  } finally {
    await connection.close();
  }
}
