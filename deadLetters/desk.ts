import { type AmqpConnection, openConnection } from '#lib/amqp/connection.ts';
import { countMessages, lookThrough } from '#lib/amqp/lookThrough.ts';
import type { Kafka } from '#lib/kafka/client.ts';
import { type Fetcher, openFetcher } from '#lib/kafka/fetcher.ts';
import { firstRecord, type OnRecords, readToEnd, topicBounds } from '#lib/kafka/partitionReader.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import type { Log } from '#lib/log.ts';
import { deadLetterTopic, operationsTopic } from '#schemas/topics.ts';
import { type Box, boxes, letterIn, nameOf } from './boxes.ts';
import { Ledger } from './ledger.ts';
import { ensureOperations } from './operations.ts';
import { spotOf } from './place.ts';
import { StoppedRoutes } from './routeNotes.ts';
import { type Letter, summaryOf } from './summary.ts';

/** Where letters are looked for. */
export interface Desk {
  readonly kafka: Kafka;
  readonly amqpUrl: string;
  /** Of the names that are ours in RabbitMQ. */
  readonly prefix: string;
  readonly log: Log;
}

/** Every letter of Kafka, every decision and the routes that are stopped, as they are now. */
export async function readLedger({ kafka }: Desk): Promise<{ ledger: Ledger; stopped: StoppedRoutes }> {
  await ensureOperations(kafka);
  const ledger = new Ledger();
  const stopped = new StoppedRoutes();
  const fetcher = await openFetcher(kafka);
  try {
    await readAll(kafka, fetcher, operationsTopic, (records) => {
      ledger.takeOperations(records);
      stopped.take(records);
    });
    await readAll(kafka, fetcher, deadLetterTopic, (records) => ledger.takeLetters(records));
  } finally {
    await fetcher.close();
  }
  return { ledger, stopped };
}

async function readAll(kafka: Kafka, fetcher: Fetcher, topic: string, take: OnRecords): Promise<void> {
  for (const [partition, { low, high }] of await topicBounds(kafka, topic))
    if (low < high) await readToEnd(fetcher, { topic, partition, from: low }, take);
}

/** What lies in the queues of RabbitMQ. */
export interface InQueues {
  readonly letters: readonly Letter[];
  /** By queue, the messages behind those that were looked at. */
  readonly unseen: Readonly<Record<string, number>>;
}

/** Of each queue so much is looked at: meanwhile nobody else sees it, and each of it is handed out once. */
const mostSeen = { messages: 500, bytes: 64 * 1024 * 1024 } as const;

export const withRabbit = async <T>({ amqpUrl, log }: Desk, use: (connection: AmqpConnection) => Promise<T>) => {
  const connection = await openConnection({ url: amqpUrl, name: 'leaveline dead letters', log });
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
};

/** How many messages lie in each of the queues; nobody notices. */
export const countBoxes = ({ prefix }: Desk, connection: AmqpConnection): Promise<[queue: string, count: number][]> =>
  Promise.all(boxes(prefix).map(async ({ queue }) => [queue, await countMessages(connection, queue)]));

/** Looks through the queues. */
export async function lookInQueues({ prefix }: Desk, connection: AmqpConnection): Promise<InQueues> {
  const looks = await Promise.all(boxes(prefix).map((box) => lookIn(connection, box)));
  const unseen = looks.flatMap(({ queue, unseen: count }) => (count > 0 ? [[queue, count] as const] : []));
  return { letters: looks.flatMap(({ letters }) => letters), unseen: Object.fromEntries(unseen) };
}

async function lookIn(connection: AmqpConnection, box: Box) {
  const count = await countMessages(connection, box.queue);
  const letters: Letter[] = [];
  if (count > 0)
    for await (const { message } of lookThrough(connection, box.queue, mostSeen))
      letters.push(summaryOf(letterIn(box, message)));
  return { queue: box.queue, letters, unseen: Math.max(0, count - letters.length) };
}

export const boxOf = ({ prefix }: Desk, place: string): Box | undefined =>
  boxes(prefix).find(({ name }) => place.startsWith(`${name}/`));

/** One letter with its content; undefined when it is not there any more. */
export async function readLetter(desk: Desk, { place, spot }: Letter): Promise<KafkaRecord | undefined> {
  if (spot !== null) return readSpot(desk.kafka, spot);
  const box = boxOf(desk, place);
  return box && withRabbit(desk, (connection) => findIn(connection, box, place));
}

async function findIn(connection: AmqpConnection, box: Box, place: string): Promise<KafkaRecord | undefined> {
  for await (const { message } of lookThrough(connection, box.queue))
    if (nameOf(box, message) === place) return letterIn(box, message);
  return undefined;
}

async function readSpot(kafka: Kafka, text: string): Promise<KafkaRecord | undefined> {
  const spot = spotOf(text);
  const bounds = spot && (await topicBounds(kafka, deadLetterTopic)).get(spot.partition);
  if (!spot || !bounds || spot.offset < bounds.low || spot.offset >= bounds.high) return undefined;
  const fetcher = await openFetcher(kafka);
  try {
    const from = { topic: deadLetterTopic, partition: spot.partition, from: spot.offset };
    const found = await firstRecord(fetcher, from);
    return found?.offset === spot.offset ? { ...found, value: found.value && Buffer.from(found.value) } : undefined;
  } finally {
    await fetcher.close();
  }
}
