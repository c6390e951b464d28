import { manualClock } from '#lib/clock.ts';
import { type Backing, type Entry, memoryBacking } from './backing.ts';
import { DriverTopics } from './driverTopics.ts';
import { externalSources, isInternalTopic, oldest, publicOutputs, upstreamTasks } from './plan.ts';
import { TaskCore, type TaskSurroundings } from './taskCore.ts';
import { beginRebuild, encodeTaskState, initialState, live, taskStateKey } from './taskState.ts';
import type { SourceRecord, Subtopology, Topology } from './topology.ts';

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
 * Runs a topology without a broker, a disk or a sleep: the same tasks as the runtime, with topics and stores in memory. Records that were
 * piped are processed, and what they cause is committed through all subtopologies, by `commit`. Same calls, same result.
 */
export interface Driver {
  readonly topics: DriverTopics;
  pipe(topic: string, key: string, value: Buffer | null, options?: PipeOptions): void;
  /** Moves the wall clock. */
  advanceTo(ms: number): void;
  /** Processes everything there is, subtopology after subtopology, with one commit per task and round, until nothing is left. */
  commit(): Promise<void>;
  /** Records of a topic since the last `read` of it, in the order they were committed. */
  read(topic: string): SourceRecord[];
  /** The newest value of each key of a topic, tombstones left out. */
  latest(topic: string): Map<string, Buffer>;
  /**
   * Every task processes what it has and dies: before its transaction commits (nothing of it remains), or after that and before its store
   * is written. Then it starts anew from its changelog.
   */
  crash(when?: 'before transaction' | 'before store'): Promise<void>;
  /** What processors counted under a metric, over all labels or those given. */
  counted(metric: string, labels?: Readonly<Record<string, string>>): number;
  /** Why tasks hold, one sentence each. */
  held(): string[];
}

interface DriverTask {
  readonly subtopology: Subtopology;
  readonly partition: number;
  readonly changelog: Entry[];
  core: TaskCore;
  holding: string | undefined;
}

export const createDriver = (topology: Topology, options: DriverOptions = {}): Driver =>
  new EngineDriver(topology, options);

class EngineDriver implements Driver {
  readonly topics: DriverTopics;
  readonly #topology: Topology;
  readonly #clock: ReturnType<typeof manualClock>;
  readonly #tasks: readonly DriverTask[];
  readonly #read: Map<string, number>;
  readonly #counts: { metric: string; labels: Readonly<Record<string, string>>; by: number }[] = [];

  constructor(topology: Topology, { partitions = 4, now = Date.UTC(2024, 0, 1), topics }: DriverOptions) {
    this.topics = topics ?? new DriverTopics(partitions);
    this.#read = this.topics.lengths();
    this.#topology = topology;
    this.#clock = manualClock(now);
    const rebuilding = publicOutputs(topology).some((topic) => this.topics.all(topic).length > 0);
    this.#tasks = topology.subtopologies.flatMap((subtopology) =>
      Array.from({ length: this.topics.partitions }, (_, partition) =>
        this.#newTask(subtopology, partition, rebuilding),
      ),
    );
  }

  #newTask(subtopology: Subtopology, partition: number, rebuilding: boolean): DriverTask {
    const ends = externalSources(this.#topology, subtopology).map(
      (topic) => [topic, BigInt(this.topics.log(topic, partition).length)] as const,
    );
    const phase = rebuilding ? beginRebuild(Object.fromEntries(ends)) : live;
    const changelog: Entry[] = [[taskStateKey, encodeTaskState(initialState(phase))]];
    const core = this.#start(subtopology, partition, changelog);
    return { subtopology, partition, changelog, core, holding: undefined };
  }

  #start(subtopology: Subtopology, partition: number, changelog: readonly Entry[]): TaskCore {
    const core = new TaskCore(this.#surroundings(subtopology, partition, restored(changelog)));
    core.open();
    return core;
  }

  #surroundings(subtopology: Subtopology, partition: number, backing: Backing): TaskSurroundings {
    const { partitions } = this.topics;
    return {
      topology: this.#topology,
      subtopology,
      partition,
      partitions,
      backing,
      clock: this.#clock,
      partitionsOf: () => partitions,
      isInternal: (topic) => isInternalTopic(this.#topology, topic),
      upstream: upstreamTasks(this.#topology, subtopology, partitions),
      count: (metric, labels = {}, by = 1) => this.#counts.push({ metric, labels, by }),
    };
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
      for (const task of this.#tasks) {
        await this.#process(task);
        if (!task.core.dirty && task.core.caughtUp === (task.core.phase.kind === 'live')) continue;
        this.#commitTask(task);
        moved = true;
      }
    }
  }

  async #process(task: DriverTask): Promise<void> {
    const { core, subtopology, partition } = task;
    const waiting = subtopology.sources.map((topic) =>
      this.topics.log(topic, partition).slice(Number(core.position(topic))),
    );
    if (waiting.some((records) => records.length > 0)) await subtopology.prepare?.(waiting.flat());
    task.holding = undefined;
    const next = waiting.map(() => 0);
    const head = (at: number) => waiting[at]?.[next[at] ?? 0];
    for (let at = oldest(next.keys(), head); at !== undefined; at = oldest(next.keys(), head)) {
      const record = head(at);
      const outcome = record && core.process(record);
      if (outcome?.kind === 'hold') task.holding = outcome.why;
      if (outcome?.kind === 'hold') return;
      next[at] = (next[at] ?? 0) + 1;
    }
  }

  #commitTask(task: DriverTask): void {
    if (task.core.dirty) this.#write(task, true);
    if (task.core.phase.kind === 'live' || !task.core.caughtUp) return;
    const published = publicOutputs(this.#topology).map((topic) => [topic, this.topics.latest(topic)] as const);
    task.core.publishDifference(new Map(published));
    this.#write(task, true);
  }

  /** The transaction, and, unless the task dies in between, the store. */
  #write(task: DriverTask, store: boolean): void {
    const contents = task.core.contents();
    for (const record of contents.outputs) this.topics.append(record, this.#clock.now());
    for (const change of contents.changes) task.changelog.push(change);
    const offset = BigInt(task.changelog.length);
    if (store) task.core.settle(contents, { cluster: 'driver', offset, writtenAt: this.#clock.now() });
  }

  read(topic: string): SourceRecord[] {
    const all = this.topics.all(topic);
    const records = all.slice(this.#read.get(topic) ?? 0);
    this.#read.set(topic, all.length);
    return records;
  }

  latest(topic: string): Map<string, Buffer> {
    return this.topics.latest(topic);
  }

  async crash(when: 'before transaction' | 'before store' = 'before transaction'): Promise<void> {
    for (const task of this.#tasks) {
      await this.#process(task);
      if (when === 'before store' && task.core.dirty) this.#write(task, false);
      task.core = this.#start(task.subtopology, task.partition, task.changelog);
    }
  }

  counted(metric: string, labels: Readonly<Record<string, string>> = {}): number {
    const wanted = Object.entries(labels);
    return this.#counts
      .filter((count) => count.metric === metric && wanted.every(([name, value]) => count.labels[name] === value))
      .reduce((sum, { by }) => sum + by, 0);
  }

  held(): string[] {
    return this.#tasks.flatMap(({ holding }) => holding ?? []);
  }
}

/** A new store with everything a changelog says. */
function restored(changelog: readonly Entry[]): Backing {
  const backing = memoryBacking();
  backing.write(changelog, { cluster: 'driver', offset: BigInt(changelog.length), writtenAt: 0 });
  return backing;
}
