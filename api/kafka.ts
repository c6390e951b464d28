import type { Clock } from '#lib/clock.ts';
import { type Admin, type Kafka, withAdmin } from '#lib/kafka/client.ts';
import { type Tail, tail, topicBounds } from '#lib/kafka/partitionReader.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import type { Log } from '#lib/log.ts';
import { type Repeated, repeating, withTimeout } from '#lib/timing.ts';
import { flushTopic } from '#schemas/topics.ts';
import { tables } from '#tables/tables.ts';
import type { KafkaState, KafkaView } from './world.ts';

/** Who wants to know of changes; see live.ts. */
export interface Listener {
  changed(tables: Iterable<string>, at: number): void;
  stale(since: number): void;
  fresh(): void;
}

interface Options {
  readonly kafka: Kafka;
  readonly clock: Clock;
  readonly log: Log;
  readonly listener: Listener;
  /** How often it is asked whether it is there, ms. */
  readonly probeMs?: number;
}

const answerMs = 4_000;

/** Follows what the sinks tell on `hr.sink-flushes`. Never fails: while Kafka is away it says so and tries again. */
export class KafkaFollower implements KafkaView {
  readonly #options: Required<Options>;
  readonly #changes = new Map<string, number>();
  #awaySince: number | null;
  #tail: Tail | undefined;
  #state: Promise<KafkaState> | undefined;
  readonly #looks: Repeated;

  constructor(options: Options) {
    this.#options = { probeMs: 2_000, ...options };
    this.#awaySince = options.clock.now();
    options.listener.stale(this.#awaySince);
    // Every look opens the tail anew if the one before found nobody there, so that nothing depends on a line that
    // broke.
    const { probeMs: everyMs } = this.#options;
    this.#looks = repeating(() => this.#look(), { everyMs, failed: (error) => this.#lost(error as Error) });
  }

  away(): number | null {
    return this.#awaySince;
  }

  changes(): ReadonlyMap<string, number> {
    return this.#changes;
  }

  /** At most one reading every two seconds, whoever asks. */
  state(): Promise<KafkaState> {
    if (this.#awaySince !== null) return Promise.reject(new Error('Kafka is away'));
    this.#state ??= this.#readState();
    return this.#state;
  }

  async stop(): Promise<void> {
    await this.#looks.stop();
    await this.#tail?.stop();
  }

  async #look(): Promise<void> {
    const { kafka, listener, log } = this.#options;
    if (this.#awaySince === null) return void (await inTime(topicBounds(kafka, flushTopic)));
    await this.#tail?.stop();
    this.#tail = undefined;
    this.#tail = await tail(kafka, flushTopic, (records) => this.#take(records));
    this.#awaySince = null;
    log.info('following changes');
    listener.fresh();
  }

  #lost(error: Error): void {
    if (this.#awaySince !== null) return;
    const { clock, log, listener } = this.#options;
    this.#awaySince = clock.now();
    log.warn({ error: error.message }, 'Kafka does not answer: changes are not heard of');
    listener.stale(this.#awaySince);
  }

  #take(records: readonly KafkaRecord[]): void {
    for (const { tables, at } of records.flatMap(readNote)) {
      for (const table of tables) this.#changes.set(table, Math.max(at, this.#changes.get(table) ?? 0));
      this.#options.listener.changed(tables, at);
    }
  }

  #readState(): Promise<KafkaState> {
    const state = inTime(withAdmin(this.#options.kafka, readState));
    setTimeout(() => {
      this.#state = undefined;
    }, 2_000).unref();
    return state;
  }
}

/** A note of the sinks (sinks/flush.ts); what is none is passed over, for it only says when to look. */
export function readNote({
  value,
  timestamp,
}: Pick<KafkaRecord, 'value' | 'timestamp'>): { tables: string[]; at: number }[] {
  try {
    const note: unknown = JSON.parse(value?.toString() ?? '');
    const { tables, at } = note as { tables: object; at: unknown };
    return [{ tables: Object.keys(tables), at: typeof at === 'number' ? at : timestamp }];
  } catch {
    return [];
  }
}

const ours = /^leaveline/;
const topics = [...new Set(tables.flatMap((table) => table.topics))];

async function readState(admin: Admin): Promise<KafkaState> {
  const bounds = new Map(
    await Promise.all(topics.map(async (topic) => [topic, await admin.fetchTopicOffsets(topic)] as const)),
  );
  const groups = (await admin.listGroups()).groups.map(({ groupId }) => groupId).filter((id) => ours.test(id));
  const lag = await Promise.all(groups.map(async (id) => [id, await lagOf(admin, id)] as const));
  return {
    lag: Object.fromEntries(lag),
    ends: new Map(
      [...bounds].map(([topic, list]) => [
        topic,
        new Map(list.map(({ partition, high }) => [partition, BigInt(high)])),
      ]),
    ),
  };
}

async function lagOf(admin: Admin, groupId: string): Promise<number> {
  let lag = 0;
  for (const { topic, partitions } of await admin.fetchOffsets({ groupId })) {
    const ends = new Map(
      (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]),
    );
    for (const { partition, offset } of partitions)
      if (Number(offset) >= 0) lag += Math.max(0, (ends.get(partition) ?? 0) - Number(offset));
  }
  return lag;
}

/** Rejects when it takes longer than we believe that somebody is there. */
const inTime = <T>(work: Promise<T>): Promise<T> => withTimeout(work, answerMs, 'Kafka');
