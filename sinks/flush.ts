import type { Clock } from '#lib/clock.ts';
import { deadLetterOf } from '#lib/deadLetter.ts';
import { partitionFor } from '#lib/kafka/murmur2.ts';
import type { OutgoingRecord, TopicOffset } from '#lib/kafka/producer.ts';
import { deadLetterTopic, flushTopic } from '#schemas/topics.ts';
import type { Block, Dead, FlushPlan, ReadRecord } from './block.ts';
import { type Inserting, insertBlock } from './insert.ts';
import { deadRows, rowsWritten } from './metrics.ts';

/** What was read from one partition, to be flushed as a whole. */
export interface Taken {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly ReadRecord[];
  /** The offset to go on from. */
  readonly nextOffset: bigint;
}

/** What a flush tells everybody on `hr.sink-flushes`, as JSON. */
interface FlushNote {
  /** When the rows became visible, epoch ms. */
  readonly at: number;
  /** Rows by table. */
  readonly tables: Readonly<Record<string, number>>;
  /** Of the newest event among them, epoch ms; null when there was none. */
  readonly maxOccurredAt: number | null;
}

export interface Flushing extends Inserting {
  readonly clock: Clock;
  /** Fetches the schemas that these values name. */
  learn(values: Iterable<Buffer | null>): Promise<void>;
  /** Leaves out what an earlier version wrote of the same events. */
  settle(records: readonly ReadRecord[]): Promise<readonly ReadRecord[]>;
  plan(records: readonly ReadRecord[]): FlushPlan;
  /** Resolves when all of them are in Kafka. */
  publish(records: readonly OutgoingRecord[]): Promise<void>;
  commit(offsets: readonly TopicOffset[]): Promise<void>;
  /** Keeps how far the tables are, for the guard against other topics of the same names. */
  remember(offsets: readonly TopicOffset[]): Promise<void>;
  readonly deadLetterPartitions: number;
}

const parallelInserts = 3;

/**
 * Flushes what was read from any number of partitions. A crash after each step, and what happens then:
 *
 * 1. decide      nothing was done; everything is read again.
 * 2. insert      rows are there; they are read again and inserted again with the same versions, which changes nothing.
 * 3. publish     also dead letters and the note are in Kafka; both may come a second time.
 * 4. commit      done; at worst the guard's memory is one flush behind.
 * 5. remember
 */
export async function flush(taken: readonly Taken[], on: Flushing): Promise<void> {
  const records = taken.flatMap((part) => part.records);
  await on.learn(records.map(({ value }) => value));
  const plan = on.plan(await on.settle(records));
  const refused = await insertAll(plan.blocks, on);
  const dead = [...plan.dead, ...refused];
  await on.publish([
    ...dead.map((letter) => letterOf(letter, on.deadLetterPartitions)),
    ...flushNote(plan, refused, on.clock),
  ]);
  const offsets = taken.map(({ topic, partition, nextOffset }) => ({ topic, partition, offset: nextOffset }));
  await on.commit(offsets);
  await on.remember(offsets);
  count(plan, dead);
}

/** All blocks, a few at a time; every one is tried before the first failure is thrown. */
async function insertAll(blocks: readonly Block[], on: Inserting): Promise<Dead[]> {
  const waiting = blocks.values();
  async function lane(): Promise<Dead[]> {
    const dead: Dead[] = [];
    for (const block of waiting) dead.push(...(await insertBlock(block, on)));
    return dead;
  }
  const lanes = await Promise.allSettled(Array.from({ length: parallelInserts }, lane));
  return lanes.flatMap((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

function letterOf({ record, ...failure }: Dead, partitions: number): OutgoingRecord {
  const partition = partitionFor(record.key, partitions);
  return { topic: deadLetterTopic, partition, ...deadLetterOf(record, failure, 'sinks') };
}

function flushNote({ blocks, maxOccurredAt }: FlushPlan, refused: readonly Dead[], clock: Clock): OutgoingRecord[] {
  const out = new Set(refused.map(({ record }) => record));
  const rows = blocks.map(({ table, records }) => [table.name, records.filter((it) => !out.has(it)).length] as const);
  const tables = Object.fromEntries(rows.filter(([, count]) => count > 0));
  if (Object.keys(tables).length === 0) return [];
  const note: FlushNote = { at: clock.now(), tables, maxOccurredAt };
  return [{ topic: flushTopic, partition: 0, key: 'flush', value: Buffer.from(JSON.stringify(note)) }];
}

function count({ blocks }: FlushPlan, dead: readonly Dead[]): void {
  for (const { table, records } of blocks) rowsWritten.inc({ table: table.name }, records.length);
  for (const { record, reason } of dead) deadRows.inc({ topic: record.topic, reason });
}
