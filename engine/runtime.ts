import { join } from 'node:path';
import { systemClock } from '#lib/clock.ts';
import { ConfigError } from '#lib/config.ts';
import { checkBrokers, createKafka, type Kafka, withAdmin } from '#lib/kafka/client.ts';
import type { Log } from '#lib/log.ts';
import { counter } from '#lib/metrics.ts';
import type { Part } from '#lib/role.ts';
import { retrying } from '#lib/timing.ts';
import { awaitDiskStore } from './diskStore.ts';
import type { Broker, Environment } from './environment.ts';
import { beginGeneration } from './generation.ts';
import { makeInternalTopics, missingTopics } from './internalTopics.ts';
import { kafkaBroker } from './kafkaBroker.ts';
import { purgeRepartitionTopics } from './purge.ts';
import { TaskGroup } from './taskGroup.ts';
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
 * Runs a topology against Kafka: joins one group per subtopology and runs the tasks it is given. While Kafka or a topic
 * is missing it waits and says so by `ready`. `failed` rejects with a ConfigError for settings that cannot be used.
 */
export function runStreams(topology: Topology, options: StreamsOptions): Part {
  const streams = new Streams(topology, options);
  return { ready: () => streams.ready(), stop: () => streams.stop(), failed: streams.failed };
}

class Streams {
  readonly #topology: Topology;
  readonly #options: StreamsOptions;
  readonly #kafka: Kafka;
  readonly #groups: TaskGroup[] = [];
  readonly #started: Promise<void>;
  readonly failed: Promise<never>;
  #fail: (error: Error) => void = () => undefined;
  #waiting: string | null = 'starts';
  readonly #stopping = new AbortController();
  #broker: Broker | undefined;
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
    await this.#broker?.fetcher.close();
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
    this.#broker ??= await kafkaBroker(kafka);
    await beginGeneration(this.#broker, topology, counts.partitions);
    const { commitIntervalMs = 100, log, metricPrefix, count = countWith(metricPrefix) } = this.#options;
    return {
      topology,
      broker: this.#broker,
      ...counts,
      openStore: (place) => awaitDiskStore(this.#path(`${place.subtopology.name}_${place.partition}`)),
      commitIntervalMs,
      clock: systemClock,
      log,
      count,
    };
  }

  /** A path in the folder of this application. */
  #path(name: string): string {
    return join(this.#options.stateDir, this.#topology.application, name);
  }

  #run(environment: Environment): void {
    if (this.#stopping.signal.aborted) return;
    this.#waiting = null;
    for (const subtopology of this.#topology.subtopologies) this.#groups.push(this.#newGroup(environment, subtopology));
    this.#purge = setInterval(() => this.#purgeNow(), this.#options.purgeIntervalMs ?? 30_000);
  }

  #newGroup(environment: Environment, subtopology: Subtopology): TaskGroup {
    const memberFile = this.#path(`${subtopology.name}.member`);
    return new TaskGroup({ environment, subtopology, kafka: this.#kafka, memberFile, fatal: this.#fail });
  }

  async #purgeNow(): Promise<void> {
    await purgeRepartitionTopics(this.#kafka, this.#topology).catch((error) =>
      this.#options.log.debug({ err: error }, 'repartition topics could not be purged now'),
    );
  }
}

const countWith =
  (prefix: string): TaskContext['count'] =>
  (metric, labels = {}, by = 1) =>
    counter(`${prefix}_${metric}_total`, `Counted by the stream tasks: ${metric}`, Object.keys(labels)).inc(labels, by);
