import { type Lying, lookThrough } from '#lib/amqp/lookThrough.ts';
import { createPublisher } from '#lib/amqp/publisher.ts';
import { createOutlet } from '#lib/kafka/outlet.ts';
import { topicBounds } from '#lib/kafka/partitionReader.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { withTimeout } from '#lib/timing.ts';
import { parkingQueue } from '#schemas/exchange.ts';
import { deadLetterTopic } from '#schemas/topics.ts';
import { type Box, letterIn, nameOf } from './boxes.ts';
import { boxOf, type Desk, readLetter, withRabbit } from './desk.ts';
import type { Entry } from './ledger.ts';
import { type Decision, ensureOperations, operationRecord } from './operations.ts';
import { type ReplayOptions, replayLetter, replayProperties, takeParked } from './replay.ts';

/** Told of each letter: null when it is done, else one sentence on why not. */
export type Told = (entry: Entry, fault: string | null) => void;

interface Work extends ReplayOptions {
  readonly desk: Desk;
  readonly decision: Decision;
  readonly partitions: number;
}

const eachMs = 30_000;
/** RabbitMQ or Kafka is away: the next letter would fare no better. */
const mostFaults = 3;

/** Does with each of these letters what was decided, and notes it on record. */
export async function decide(desk: Desk, entries: readonly Entry[], decision: Decision, told: Told): Promise<void> {
  const { kafka, amqpUrl, prefix, log } = desk;
  await ensureOperations(kafka);
  const partitions = (await topicBounds(kafka, deadLetterTopic)).size;
  const publisher = createPublisher({ url: amqpUrl, log, name: 'leaveline dead letters' });
  const outlet = createOutlet(kafka);
  const work = { desk, decision, partitions, publisher, outlet, amqpUrl, parkingQueue: parkingQueue(prefix), log };
  const tell = givingUp(told);
  try {
    for (const entry of entries.filter(({ spot }) => spot !== null))
      await tell(entry, () => decideInKafka(work, entry));
    const inQueues = Map.groupBy(
      entries.filter(({ spot }) => spot === null),
      ({ place }) => place.split('/', 1)[0],
    );
    for (const some of inQueues.values()) await decideInQueue(work, some, tell);
  } finally {
    await publisher.stop();
    await outlet.close();
  }
}

type Tell = (entry: Entry, work: () => Promise<void>) => Promise<void>;

/** After three faults in a row nothing more is tried. */
function givingUp(told: Told): Tell {
  let faults = 0;
  return async (entry, work) => {
    if (faults >= mostFaults) return told(entry, 'not tried: the last ones failed');
    try {
      await withTimeout(work(), eachMs, 'RabbitMQ or Kafka');
      faults = 0;
      told(entry, null);
    } catch (error) {
      faults++;
      told(entry, (error as Error).message);
    }
  };
}

const record = ({ outlet, decision }: Work, entry: Entry): Promise<void> =>
  outlet.send([operationRecord(entry, decision, Date.now())]);

/**
 * Replay: 1. its message is back where it came from; a crash now: it is replayed again, a copy; 2. the decision is on
 * record. Close: 1. the decision is on record; a crash now: a parked body stays behind and is listed by itself; 2. the
 * body is gone.
 */
async function decideInKafka(work: Work, entry: Entry): Promise<void> {
  const { act } = work.decision;
  if (act === 'replay') await replayLetter(existing(await readLetter(work.desk, entry)), work);
  await record(work, entry);
  if (act === 'close' && entry.parked !== null)
    await takeParked({ headers: { dead_sha256: entry.parked } }, work, async () => undefined);
}

function existing(letter: KafkaRecord | undefined): KafkaRecord {
  if (letter === undefined) throw new Error('it is not there any more');
  return letter;
}

async function decideInQueue(work: Work, entries: readonly Entry[], tell: Tell): Promise<void> {
  const missing = new Map(entries.map((entry) => [entry.place, entry]));
  const box = boxOf(work.desk, entries[0]?.place ?? '');
  if (box)
    await withRabbit(work.desk, async (connection) => {
      for await (const { message, take } of lookThrough(connection, box.queue)) {
        const place = nameOf(box, message);
        const entry = missing.get(place);
        if (!entry) continue;
        missing.delete(place);
        await tell(entry, () => decideLying(work, { entry, box, message, take }));
        if (missing.size === 0) return;
      }
    });
  for (const entry of missing.values()) await tell(entry, async () => void existing(undefined));
}

/**
 * 1. Replayed, its message is back in its queue; a crash now: it is replayed again, a copy. 2. The decision is on
 * record; a crash now: it lies here, known as what it is. 3. A copy is in Kafka under the same name, so that it can
 * still be shown, and a closed one opened again; a crash now: both are one. 4. It is gone from here.
 */
async function decideLying(
  work: Work,
  { entry, box, message, take }: Lying & { entry: Entry; box: Box },
): Promise<void> {
  const { act } = work.decision;
  const { partition, key, value, headers } = letterIn(box, message, work.partitions);
  if (act === 'replay')
    await work.publisher.publish('', headers.amqp_queue ?? box.of, message.content, replayProperties({ headers, key }));
  await record(work, entry);
  if (act === 'reopen') return;
  await work.outlet.send([{ topic: deadLetterTopic, partition, key, value, headers }]);
  take();
}
