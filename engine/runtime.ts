import { join } from 'node:path';
import { systemClock } from '#lib/clock.ts';
import { ConfigError } from '#lib/config.ts';
import { checkBrokers, createKafka, type Kafka, withAdmin } from '#lib/kafka/client.ts';
import { type Fetcher, openFetcher } from '#lib/kafka/fetcher.ts';
import type { Log } from '#lib/log.ts';
import { counter } from '#lib/metrics.ts';
import type { Part } from '#lib/role.ts';
import { retrying } from '#lib/timing.ts';
import { type Environment, groupOf } from './environment.ts';
import { Membership } from './membership.ts';
import { purgeRepartitionTopics } from './purge.ts';
import { beginGeneration, clusterId, makeInternalTopics, missingTopics } from './start.ts';
import { TaskSlot } from './taskSlot.ts';
import type { Subtopology, TaskContext, Topology } from './topology.ts';

export interface StreamsOptions {
  readonly brokers: readonly string[];
  /** Absolute; stores are under `<stateDir>/<application>/<subtopology>_<partition>`. */
  readonly stateDir: string;
  /** Default 100. */
  readonly commitIntervalMs?: number;
  /** How often what was processed is deleted from repartition topics; default 30 s. */
  readonly purgeIntervalMs?: number;
  readonly log: Log;
  /** What the names of counters begin with, e.g. `orders_streams`. */
  readonly metricPrefix: string;
  /** Default: the process' Prometheus counters. */
  readonly count?: TaskContext['count'];
}

/**
 * Runs a topology against Kafka: joins one group per subtopology and runs the tasks it is given. While Kafka or a topic is missing it waits
 * and says so by `ready`. `failed` rejects with a ConfigError for settings that cannot be used.
 */
export function runStreams(topology: Topology, options: StreamsOptions): Part {
  const streams = new Streams(topology, options);
  return { ready: () => streams.ready(), stop: () => streams.stop(), failed: streams.failed };
}

class Streams {
  readonly #topology: Topology;
  readonly #options: StreamsOptions;
  readonly #kafka: Kafka;
  readonly #groups: Group[] = [];
  readonly #started: Promise<void>;
  readonly failed: Promise<never>;
  #fail: (error: Error) => void = () => undefined;
  #waiting: string | null = 'starts';
  readonly #stopping = new AbortController();
  #fetcher: Fetcher | undefined;
  #purge: NodeJS.Timeout | undefined;

  constructor(topology: Topology, options: StreamsOptions) {
    this.#topology = topology;
    this.#options = options;
    this.#kafka = createKafka({ brokers: options.brokers, clientId: topology.application, log: options.log });
    this.failed = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => undefined);
    this.#started = this.#start();
  }

  ready(): string | null {
    return this.#waiting ?? this.#groups.map((group) => group.waiting()).find((it) => it !== null) ?? null;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearInterval(this.#purge);
    await this.#started;
    await Promise.all(this.#groups.map((group) => group.stop()));
    await this.#fetcher?.close();
  }

  /** Tries until it works: Kafka may come later than we do. */
  async #start(): Promise<void> {
    const retry = {
      signal: this.#stopping.signal,
      passes: (error: unknown) => !(error instanceof ConfigError),
      failed: (error: unknown) => this.#wait(`waits for Kafka: ${(error as Error).message}`),
    };
    await retrying(async () => this.#run(await this.#prepare()), retry).catch((error) => {
      if (!this.#stopping.signal.aborted) this.#fail(error);
    });
  }

  #wait(why: string): void {
    if (this.#waiting !== why) this.#options.log.info(why);
    this.#waiting = why;
  }

  async #prepare(): Promise<Environment> {
    const topology = this.#topology;
    const kafka = this.#kafka;
    await checkBrokers(kafka);
    const missing = await withAdmin(kafka, (admin) => missingTopics(admin, topology));
    if (missing.length > 0) throw new Error(`the topics ${missing.join(', ')} are missing`);
    const counts = await withAdmin(kafka, (admin) => makeInternalTopics(admin, topology));
    this.#fetcher ??= await openFetcher(kafka);
    await beginGeneration(kafka, this.#fetcher, topology, counts.partitions);
    const { stateDir, commitIntervalMs = 100, log, metricPrefix, count = countWith(metricPrefix) } = this.#options;
    const own = { stateDir, commitIntervalMs, log, count, clock: systemClock };
    return { topology, kafka, fetcher: this.#fetcher, cluster: await clusterId(kafka), ...counts, ...own };
  }

  #run(environment: Environment): void {
    if (this.#stopping.signal.aborted) return;
    this.#waiting = null;
    for (const subtopology of this.#topology.subtopologies)
      this.#groups.push(new Group(environment, subtopology, this.#fail));
    const purge = () =>
      purgeRepartitionTopics(this.#kafka, this.#topology).catch((error) =>
        environment.log.debug({ err: error }, 'repartition topics could not be purged now'),
      );
    this.#purge = setInterval(purge, this.#options.purgeIntervalMs ?? 30_000);
  }
}

/** The tasks of one subtopology that this process has been given. */
class Group {
  readonly #environment: Environment;
  readonly #subtopology: Subtopology;
  readonly #fatal: (error: Error) => void;
  readonly #slots = new Map<number, TaskSlot>();
  readonly #membership: Membership;
  /** Changes are made one after the other: a task that comes back waits until it has been let go. */
  #changes: Promise<unknown> = Promise.resolve();
  #stopping = false;

  constructor(environment: Environment, subtopology: Subtopology, fatal: (error: Error) => void) {
    const { kafka, partitions, log, topology } = environment;
    this.#environment = environment;
    this.#subtopology = subtopology;
    this.#fatal = fatal;
    this.#membership = new Membership({
      ...{ kafka, partitions, log, group: groupOf(topology, subtopology), topics: subtopology.sources },
      memberFile: join(environment.stateDir, topology.application, `${subtopology.name}.member`),
      owned: () => [...this.#slots.keys()],
      assigned: (tasks) => {
        if (!this.#stopping) this.#changes = this.#changes.then(() => this.#change(new Set(tasks)));
      },
    });
  }

  async #change(tasks: ReadonlySet<number>): Promise<void> {
    const gone = [...this.#slots].filter(([partition]) => !tasks.has(partition));
    await Promise.all(gone.map(([, slot]) => slot.stop()));
    for (const [partition] of gone) this.#slots.delete(partition);
    for (const partition of tasks) {
      if (this.#slots.has(partition)) continue;
      const place = { environment: this.#environment, subtopology: this.#subtopology, partition };
      this.#slots.set(partition, new TaskSlot(place, this.#fatal));
    }
  }

  waiting(): string | null {
    if (!this.#membership.joined) return `${this.#subtopology.name} joins its group`;
    return [...this.#slots.values()].map((slot) => slot.waiting()).find((it) => it !== null) ?? null;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    // Tasks first: they commit while they are still ours.
    this.#changes = this.#changes.then(() => this.#change(new Set()));
    await this.#changes;
    await this.#membership.stop();
  }
}

const countWith =
  (prefix: string): TaskContext['count'] =>
  (metric, labels = {}, by = 1) =>
    counter(`${prefix}_${metric}_total`, `Counted by the stream tasks: ${metric}`, Object.keys(labels)).inc(labels, by);
