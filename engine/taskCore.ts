import { deadLetterOf } from '#lib/deadLetter.ts';
import { partitionFor } from '#lib/kafka/murmur2.ts';
import type { OutgoingRecord } from '#lib/kafka/producer.ts';
import type { Backing, Entry, Position } from './backing.ts';
import { type Environment, type TaskPlace, taskName } from './environment.ts';
import { mergeFingerprint } from './fingerprint.ts';
import { Outbox } from './outbox.ts';
import { isInternalTopic, upstreamTasks } from './plan.ts';
import { difference, isMarker, keptBack, keptBackOf, marker, markerSource, type Published } from './rebuild.ts';
import { StateStore } from './store.ts';
import {
  decodeTaskState,
  encodeTaskState,
  live,
  type Offsets,
  type Phase,
  type TaskState,
  taskStateKey,
} from './taskState.ts';
import type { Output, Processor, SourceRecord, StoreDefinition, Subtopology, TaskContext } from './topology.ts';

/** What one commit writes, apart from the store itself. */
export interface CommitContents {
  /** The store's new entries; the changelog gets the same. */
  readonly changes: readonly Entry[];
  readonly outputs: readonly OutgoingRecord[];
  readonly positions: Offsets;
}

/** What became of a record: taken in, or left for later. */
export type Taken = { readonly kind: 'taken' } | { readonly kind: 'hold'; readonly why: string };
const taken: Taken = { kind: 'taken' };

/**
 * A task without its input and output: takes records, collects what the next commit writes. All of its state is in its backing; an
 * instance that is thrown away takes only the uncommitted part with it. The backing must hold a task state (see `initialState`).
 */
export class TaskCore implements TaskContext {
  readonly partition: number;
  readonly partitions: number;
  readonly #name: string;
  readonly #environment: Environment;
  readonly #subtopology: Subtopology;
  readonly #backing: Backing;
  /** The tasks that write to this one's internal sources. */
  readonly #upstream: readonly string[];
  readonly #stores: ReadonlyMap<string, StateStore<unknown>>;
  readonly #outbox = new Outbox();
  /** Dead letters and markers, in the order they came up. */
  readonly #letters: OutgoingRecord[] = [];
  readonly #processor: Processor;
  /** Processed kept-back outputs that go with the next commit. */
  readonly #swept: Entry[] = [];
  readonly #positions: Record<string, bigint>;
  #streamTime: number;
  #fingerprint: Readonly<Record<string, string>>;
  #phase: Phase;
  #touched = false;
  /** Of the records since the last commit. */
  #outcomes = { ok: 0, duplicate: 0, dead: 0, hold: 0 };

  constructor(place: TaskPlace, backing: Backing) {
    const { environment, subtopology, partition } = place;
    const stored = backing.get(taskStateKey);
    if (stored === undefined) throw new Error(`Task ${taskName(place)} has no state to go on from`);
    const { positions, streamTime, fingerprint, phase } = decodeTaskState(stored);
    this.#name = taskName(place);
    this.#environment = environment;
    this.#subtopology = subtopology;
    this.#backing = backing;
    this.#upstream = upstreamTasks(environment.topology, subtopology, environment.partitions);
    this.partition = partition;
    this.partitions = environment.partitions;
    this.#stores = new Map(subtopology.stores.map((it) => [it.name, new StateStore(it, backing)]));
    this.#positions = { ...positions };
    this.#streamTime = streamTime;
    this.#fingerprint = fingerprint;
    this.#phase = phase;
    this.#processor = subtopology.create(this);
  }

  /** Before the first record. Throws a ConfigError when the stores were made under other settings. */
  open(): void {
    const { name, fingerprint: current = {} } = this.#subtopology;
    const { nextGeneration } = this.#environment.topology;
    const fingerprint = mergeFingerprint({ subtopology: name, nextGeneration }, this.#fingerprint, current);
    this.#touched = fingerprint !== this.#fingerprint;
    this.#fingerprint = fingerprint;
    this.#processor.open?.();
  }

  process(record: SourceRecord): Taken {
    if (record.offset < this.position(record.topic)) return taken;
    this.#streamTime = Math.max(this.#streamTime, record.timestamp);
    const outcome = this.#isInternal(record.topic) && isMarker(record) ? this.#mark(record) : this.#handle(record);
    if (outcome.kind === 'hold') return outcome;
    this.#positions[record.topic] = record.offset + 1n;
    this.#touched = true;
    return taken;
  }

  #handle(record: SourceRecord): Taken {
    const outcome = this.#processor.process(record);
    this.#outcomes[outcome.kind]++;
    if (outcome.kind === 'hold') return outcome;
    if (outcome.kind === 'dead') this.#bury(record, outcome.reason, outcome.detail);
    return taken;
  }

  #bury(record: SourceRecord, reason: string, detail: string): void {
    const { topic, stage } = this.#environment.topology.deadLetters;
    if (this.#isInternal(record.topic))
      throw new Error(`${record.topic}-${this.partition} offset ${record.offset} cannot be read: ${reason}: ${detail}`);
    const letter = deadLetterOf(record, { reason, detail }, `${stage}/${this.#subtopology.name}`);
    this.#letters.push({
      topic,
      partition: partitionFor(record.key, this.#environment.partitionsOf(topic)),
      ...letter,
    });
  }

  #isInternal(topic: string): boolean {
    return isInternalTopic(this.#environment.topology, topic);
  }

  #mark(record: SourceRecord): Taken {
    const from = markerSource(record);
    if (this.#phase.kind === 'rebuilding' && !this.#phase.caughtUp.includes(from))
      this.#phase = { ...this.#phase, caughtUp: [...this.#phase.caughtUp, from] };
    return taken;
  }

  /** Moves over offsets that hold nothing for us (control, aborted, compacted records); needs no commit of its own. */
  skipTo(topic: string, next: bigint): void {
    if (next > this.position(topic)) this.#positions[topic] = next;
  }

  /** Undefined when nothing of the topic was ever read. */
  knownPosition(topic: string): bigint | undefined {
    return this.#positions[topic];
  }

  position(topic: string): bigint {
    return this.#positions[topic] ?? 0n;
  }

  get streamTime(): number {
    return this.#streamTime;
  }

  get phase(): Phase {
    return this.#phase;
  }

  now(): number {
    return this.#environment.clock.now();
  }

  count(metric: string, labels?: Readonly<Record<string, string>>, by?: number): void {
    this.#environment.count(metric, labels, by);
  }

  store<T>({ name }: StoreDefinition<T>): StateStore<T> {
    const store = this.#stores.get(name);
    if (store === undefined) throw new Error(`${this.#subtopology.name} has no store ${name}`);
    return store as StateStore<unknown> as StateStore<T>;
  }

  send<T>(output: Output<T>, key: string, value: T): void {
    if (!this.#subtopology.outputs.includes(output as Output<unknown>))
      throw new Error(`${output.topic} is not among the outputs of ${this.#subtopology.name}`);
    this.#outbox.send(output as Output<unknown>, key, value);
  }

  /** Whether there is something to commit. */
  get dirty(): boolean {
    return this.#touched || this.#outbox.size > 0 || [...this.#stores.values()].some((store) => store.dirty);
  }

  /** How many records the next commit would send. */
  get pendingOutputs(): number {
    return this.#outbox.size + this.#letters.length;
  }

  contents(): CommitContents {
    const rebuilding = this.#phase.kind === 'rebuilding';
    const changes: Entry[] = [...this.#swept];
    for (const store of this.#stores.values()) for (const change of store.changes()) changes.push(change);
    const outputs: OutgoingRecord[] = [...this.#letters];
    for (const { output, key, value } of this.#outbox.records()) {
      if (rebuilding && output.visibility === 'public') changes.push(keptBack(output, key, value));
      else outputs.push(this.#addressed(output, key, value));
    }
    changes.push([taskStateKey, encodeTaskState(this.#state())]);
    return { changes, outputs, positions: { ...this.#positions } };
  }

  #state(): TaskState {
    return {
      positions: this.#positions,
      streamTime: this.#streamTime,
      fingerprint: this.#fingerprint,
      phase: this.#phase,
    };
  }

  #addressed(output: Output<unknown>, key: string, value: Buffer | null): OutgoingRecord {
    const partition = partitionFor(output.partition?.(key) ?? key, this.#environment.partitionsOf(output.topic));
    return { topic: output.topic, partition, key, value };
  }

  /** The commit is durable everywhere but in the store: writes it there and starts the next one. */
  settle(changes: readonly Entry[], position: Position): void {
    this.#backing.write(changes, position);
    for (const store of this.#stores.values()) store.settle();
    this.#outbox.clear();
    this.#letters.length = 0;
    this.#swept.length = 0;
    this.#touched = false;
    for (const [outcome, count] of Object.entries(this.#outcomes))
      if (count > 0) this.count('records', { subtopology: this.#subtopology.name, outcome }, count);
    this.#outcomes = { ok: 0, duplicate: 0, dead: 0, hold: 0 };
  }

  /** Whether a rebuild has read all there was when it began. */
  get caughtUp(): boolean {
    const phase = this.#phase;
    if (phase.kind === 'live') return true;
    const sourcesRead = Object.entries(phase.targets).every(([topic, end]) => this.position(topic) >= end);
    return sourcesRead && this.#upstream.every((task) => phase.caughtUp.includes(task));
  }

  /**
   * Ends a rebuild: what this task would have published, less what is `published` already, goes out with the next commit, with
   * tombstones for keys of its own that it did not make, and a marker to every downstream task. Call it right after a commit.
   */
  publishDifference(published: Published): void {
    const owns = (text: string) => partitionFor(text, this.partitions) === this.partition;
    for (const output of this.#subtopology.outputs.filter(({ visibility }) => visibility === 'public')) {
      const mine = keptBackOf(output, this.#backing);
      for (const [key, value] of difference(output, mine, published.get(output.topic), owns))
        this.#letters.push(this.#addressed(output, key, value));
      for (const key of mine.keys()) this.#swept.push(keptBack(output, key, null));
    }
    const topics = new Set(this.#subtopology.outputs.map(({ topic }) => topic));
    for (const topic of [...topics].filter((it) => this.#isInternal(it)))
      for (let to = 0; to < this.#environment.partitionsOf(topic); to++)
        this.#letters.push(marker(topic, to, this.#name));
    this.#phase = live;
    this.#touched = true;
  }
}
