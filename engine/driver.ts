import { type Clock, manualClock } from '#lib/clock.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { silentLog } from '#lib/log.ts';
import { type ByteStore, memoryStore } from './byteStore.ts';
import { type CommitStep, commitTask } from './commit.ts';
import { DriverTopics } from './driverTopics.ts';
import { type Broker, type Environment, type TaskPlace, taskName } from './environment.ts';
import { finishRebuild } from './finishRebuild.ts';
import { beginGeneration } from './generation.ts';
import { memoryBroker } from './memoryBroker.ts';
import { type OpenTask, openTask } from './openTask.ts';
import { takeIn } from './takeIn.ts';
import type { Topology } from './topology.ts';

export interface DriverOptions {
  /** Of every topic; default 4. */
  readonly partitions?: number;
  /** Where the wall clock stands at first, epoch ms; default 1 January 2024, 00:00 UTC. */
  readonly now?: number;
  /** The topics of an earlier driver, for the next generation of its topology. */
  readonly topics?: DriverTopics;
}

interface PipeOptions {
  /** Epoch ms; default: the driver's clock. */
  readonly timestamp?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The text whose murmur2 gives the partition; default: the key. */
  readonly partitionBy?: string;
}

/**
 * Runs a topology without a broker, a disk or a sleep: the same tasks and commits as the runtime, with topics and
 * stores in memory. Records that were piped are processed, and what they cause is committed through all subtopologies,
 * by `commit`. Same calls, same result.
 */
export interface Driver {
  readonly topics: DriverTopics;
  pipe(topic: string, key: string, value: Buffer | null, options?: PipeOptions): void;
  /** Moves the wall clock. */
  advanceTo(ms: number): void;
  /**
   * Processes everything there is, subtopology after subtopology, with one commit per task and round, until nothing is
   * left.
   */
  commit(): Promise<void>;
  /** Records of a topic since the last `read` of it, in the order they were committed. */
  read(topic: string): KafkaRecord[];
  /** The newest value of each key of a topic, tombstones left out. */
  latest(topic: string): Map<string, Buffer>;
  /**
   * Every task processes what it has and dies right after this step of its commit (see commit.ts; default 1: nothing of
   * it remains). Then it starts anew: on the same machine, or, with its stores `lost`, from the whole changelog.
   */
  crash(after?: CommitStep, stores?: 'kept' | 'lost'): Promise<void>;
  /** What processors counted under a metric, over all labels or those given. */
  counted(metric: string, labels?: Readonly<Record<string, string>>): number;
  /** Why tasks hold, one sentence each. */
  held(): string[];
}

/** Starts the tasks of a topology in the memory of a test. */
export async function createDriver(topology: Topology, options: DriverOptions = {}): Promise<Driver> {
  const driver = new EngineDriver(topology, options);
  await driver.start();
  return driver;
}

class Crash extends Error {}

class EngineDriver implements Driver {
  readonly topics: DriverTopics;
  readonly #clock: ReturnType<typeof manualClock>;
  readonly #broker: Broker;
  readonly #environment: Environment;
  readonly #tasks: OpenTask[] = [];
  /** By task; they outlive their tasks, as a disk does. */
  readonly #stores = new Map<string, ByteStore>();
  readonly #holding = new Map<string, string>();
  readonly #read: Map<string, number>;
  readonly #counts: { metric: string; labels: Readonly<Record<string, string>>; by: number }[] = [];

  constructor(topology: Topology, { partitions = 4, now = Date.UTC(2024, 0, 1), topics }: DriverOptions) {
    this.topics = topics ?? new DriverTopics(partitions);
    this.#read = this.topics.lengths();
    this.#clock = manualClock(now);
    this.#broker = memoryBroker(this.topics, this.#clock);
    this.#environment = this.#newEnvironment(topology, this.#clock);
  }

  #newEnvironment(topology: Topology, clock: Clock): Environment {
    const { partitions } = this.topics;
    return {
      topology,
      broker: this.#broker,
      partitions,
      partitionsOf: () => partitions,
      openStore: async (place) => this.#openStore(taskName(place)),
      commitIntervalMs: 0,
      clock,
      log: silentLog,
      count: (metric, labels = {}, by = 1) => this.#counts.push({ metric, labels, by }),
    };
  }

  #openStore(task: string): ByteStore {
    const store = this.#stores.get(task) ?? memoryStore();
    this.#stores.set(task, store);
    return store;
  }

  async start(): Promise<void> {
    const { topology, partitions } = this.#environment;
    await beginGeneration(this.#broker, topology, partitions);
    for (const subtopology of topology.subtopologies)
      for (let partition = 0; partition < partitions; partition++)
        this.#tasks.push(await this.#open({ environment: this.#environment, subtopology, partition }));
  }

  #open(place: TaskPlace): Promise<OpenTask> {
    return openTask(place, () => undefined);
  }

  pipe(topic: string, key: string, value: Buffer | null, options: PipeOptions = {}): void {
    const { partitionBy = key, timestamp, headers } = options;
    const partition = this.topics.partitionOf(partitionBy);
    const time = timestamp ?? this.#clock.now();
    this.topics.append({ topic, partition, key, value, headers: headers ?? {}, timestamp: time }, time);
  }

  advanceTo(ms: number): void {
    this.#clock.set(ms);
  }

  async commit(): Promise<void> {
    for (let moved = true; moved; ) {
      moved = false;
      for (const task of this.#tasks) moved = (await this.#turn(task)) || moved;
    }
  }

  /** Whether there was anything to do. */
  async #turn(task: OpenTask): Promise<boolean> {
    const { core } = task;
    await this.#takeIn(task);
    const rebuilt = core.phase.kind === 'rebuilding' && core.caughtUp;
    if (!core.dirty && !rebuilt) return false;
    if (rebuilt) await finishRebuild(task, () => commitTask(task));
    else await commitTask(task);
    return true;
  }

  async #takeIn(task: OpenTask): Promise<void> {
    const { subtopology } = task.place;
    this.#broker.fetcher.wake();
    await task.queues.prepare(subtopology.prepare?.bind(subtopology));
    const held = takeIn(task, () => false);
    if (held === undefined) this.#holding.delete(taskName(task.place));
    else this.#holding.set(taskName(task.place), held);
  }

  read(topic: string): KafkaRecord[] {
    const all = this.topics.all(topic);
    const records = all.slice(this.#read.get(topic) ?? 0);
    this.#read.set(topic, all.length);
    return records;
  }

  latest(topic: string): Map<string, Buffer> {
    return this.topics.latest(topic);
  }

  async crash(after: CommitStep = 1, stores: 'kept' | 'lost' = 'kept'): Promise<void> {
    for (const [at, task] of this.#tasks.entries()) {
      await this.#takeIn(task);
      if (task.core.dirty) await dyingCommit(task, after);
      await task.close();
      if (stores === 'lost') this.#stores.delete(taskName(task.place));
      this.#tasks[at] = await this.#open(task.place);
    }
  }

  counted(metric: string, labels: Readonly<Record<string, string>> = {}): number {
    const wanted = Object.entries(labels);
    return this.#counts
      .filter((count) => count.metric === metric && wanted.every(([name, value]) => count.labels[name] === value))
      .reduce((sum, { by }) => sum + by, 0);
  }

  held(): string[] {
    return [...this.#holding.values()];
  }
}

/** A commit whose task dies right after a step. */
async function dyingCommit(task: OpenTask, after: CommitStep): Promise<void> {
  const crash = new Crash();
  try {
    await commitTask(task, {
      after: (step) => {
        if (step === after) throw crash;
      },
    });
  } catch (error) {
    if (error !== crash && (error as Error).cause !== crash) throw error;
  }
}
