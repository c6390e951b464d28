import { deadLetterOf } from '#lib/deadLetter.ts';
import { partitionFor } from '#lib/kafka/murmur2.ts';
import type { OutgoingRecord } from '#lib/kafka/producer.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import type { ByteStore, ChangelogPosition, StoreEntry } from './byteStore.ts';
import { type Environment, type TaskPlace, taskName } from './environment.ts';
import { mergeFingerprint } from './fingerprint.ts';
import { OutputBuffer } from './outputBuffer.ts';
import { difference, isMarker, keptBack, keptBackOf, marker, markerSource, type PublishedRecords } from './rebuild.ts';
import { StateStore } from './stateStore.ts';
import {
  decodeTaskState,
  encodeTaskState,
  hasCaughtUp,
  live,
  type Offsets,
  type Phase,
  type TaskState,
  taskStateKey,
  withMarker,
} from './taskState.ts';
import type { Output, Processor, StoreDefinition, Subtopology, TaskContext } from './topology.ts';
import { outputTopics, upstreamTasks } from './topologyTopics.ts';

/** What one commit writes, apart from the store itself. */
export interface CommitContents {
  /** The store's new entries; the changelog gets the same. */
  readonly changes: readonly StoreEntry[];
  readonly outputs: readonly OutgoingRecord[];
  readonly positions: Offsets;
}

/**
 * A task without its input and output: takes records, collects what the next commit writes. All of its state is in its
 * store; an instance that is thrown away takes only the uncommitted part with it. The store must hold a task state (see
 * `initialState`).
 */
export class TaskCore implements TaskContext {
  readonly partition: number;
  readonly partitions: number;
  readonly #name: string;
  readonly #environment: Environment;
  readonly #subtopology: Subtopology;
  readonly #byteStore: ByteStore;
  /** The tasks that write to this one's internal sources. */
  readonly #upstream: readonly string[];
  /** Topics between subtopologies, of which only their own processors' outputs and the engine's markers are in. */
  readonly #internal: ReadonlySet<string>;
  readonly #stores: ReadonlyMap<string, StateStore<unknown>>;
  readonly #outputs = new OutputBuffer();
  /** What goes out as it is: dead letters, differences after a rebuild, markers. */
  readonly #ready: OutgoingRecord[] = [];
  readonly #processor: Processor;
  /** Removals of kept-back outputs that have been published. */
  readonly #released: StoreEntry[] = [];
  readonly #state: TaskState;
  #touched = false;
  /** Of the records since the last commit. */
  #outcomes = { ok: 0, duplicate: 0, dead: 0, hold: 0 };

  constructor(place: TaskPlace, store: ByteStore) {
    const { environment, subtopology, partition } = place;
    const stored = store.get(taskStateKey);
    if (stored === undefined) throw new Error(`Task ${taskName(place)} has no state to go on from`);
    this.#name = taskName(place);
    this.#environment = environment;
    this.#subtopology = subtopology;
    this.#byteStore = store;
    this.#internal = new Set(outputTopics(environment.topology, 'internal'));
    this.#upstream = upstreamTasks(environment.topology, subtopology, environment.partitions);
    this.partition = partition;
    this.partitions = environment.partitions;
    this.#stores = new Map(subtopology.stores.map((it) => [it.name, new StateStore(it, store)]));
    this.#state = decodeTaskState(stored);
    this.#processor = subtopology.create(this);
  }

  /** Before the first record. Throws a ConfigError when the stores were made under other settings. */
  open(): void {
    const { name, fingerprint: current = {} } = this.#subtopology;
    const { nextGeneration } = this.#environment.topology;
    const fingerprint = mergeFingerprint({ subtopology: name, nextGeneration }, this.#state.fingerprint, current);
    this.#touched = fingerprint !== this.#state.fingerprint;
    this.#state.fingerprint = fingerprint;
    this.#processor.open?.();
  }

  /** Takes a record in; or answers why it, and everything behind it, has to wait. */
  process(record: KafkaRecord): string | undefined {
    const { topic, offset, timestamp } = record;
    if (offset < this.position(topic)) return undefined;
    this.#state.streamTime = Math.max(this.#state.streamTime, timestamp);
    if (this.#internal.has(topic) && isMarker(record))
      this.#state.phase = withMarker(this.#state.phase, markerSource(record));
    else {
      const outcome = this.#processor.process(record);
      this.#outcomes[outcome.kind]++;
      if (outcome.kind === 'hold') return outcome.why;
      if (outcome.kind === 'dead') this.#bury(record, outcome.reason, outcome.detail);
    }
    this.#state.positions[topic] = offset + 1n;
    this.#touched = true;
    return undefined;
  }

  #bury(record: KafkaRecord, reason: string, detail: string): void {
    const { topic, stage } = this.#environment.topology.deadLetters;
    if (this.#internal.has(record.topic))
      throw new Error(`${record.topic}-${this.partition} offset ${record.offset} cannot be read: ${reason}: ${detail}`);
    const letter = deadLetterOf(record, { reason, detail }, `${stage}/${this.#subtopology.name}`);
    this.#ready.push({ topic, partition: partitionFor(record.key, this.#environment.partitionsOf(topic)), ...letter });
  }

  /** Moves over offsets that hold nothing for us (control, aborted, compacted records); needs no commit of its own. */
  skipTo(topic: string, next: bigint): void {
    if (next > this.position(topic)) this.#state.positions[topic] = next;
  }

  /** Undefined when nothing of the topic was ever read. */
  knownPosition(topic: string): bigint | undefined {
    return this.#state.positions[topic];
  }

  position(topic: string): bigint {
    return this.#state.positions[topic] ?? 0n;
  }

  get streamTime(): number {
    return this.#state.streamTime;
  }

  get phase(): Phase {
    return this.#state.phase;
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
    this.#outputs.send(output as Output<unknown>, key, value);
  }

  /** Whether there is something to commit. */
  get dirty(): boolean {
    return this.#touched || this.#outputs.size > 0 || [...this.#stores.values()].some((store) => store.dirty);
  }

  /** How many records the next commit would send. */
  get pendingOutputs(): number {
    return this.#outputs.size + this.#ready.length;
  }

  contents(): CommitContents {
    const rebuilding = this.#state.phase.kind === 'rebuilding';
    const changes: StoreEntry[] = [...this.#released];
    for (const store of this.#stores.values()) for (const change of store.changes()) changes.push(change);
    const outputs: OutgoingRecord[] = [...this.#ready];
    for (const { output, key, value } of this.#outputs.records()) {
      if (rebuilding && output.visibility === 'public') changes.push(keptBack(output, key, value));
      else outputs.push(this.#addressed(output, key, value));
    }
    changes.push([taskStateKey, encodeTaskState(this.#state)]);
    return { changes, outputs, positions: { ...this.#state.positions } };
  }

  #addressed(output: Output<unknown>, key: string, value: Buffer | null): OutgoingRecord {
    const partition = partitionFor(output.partition?.(key) ?? key, this.#environment.partitionsOf(output.topic));
    return { topic: output.topic, partition, key, value };
  }

  /** The commit is durable everywhere but in the store: writes it there and starts the next one. */
  settle(changes: readonly StoreEntry[], position: ChangelogPosition): void {
    this.#byteStore.write(changes, position);
    for (const store of this.#stores.values()) store.settle();
    this.#outputs.clear();
    this.#ready.length = 0;
    this.#released.length = 0;
    this.#touched = false;
    for (const [outcome, count] of Object.entries(this.#outcomes))
      if (count > 0) this.count('records', { subtopology: this.#subtopology.name, outcome }, count);
    this.#outcomes = { ok: 0, duplicate: 0, dead: 0, hold: 0 };
  }

  /** Whether a rebuild has read all there was when it began. */
  get caughtUp(): boolean {
    return hasCaughtUp(this.#state.phase, this.#state.positions, this.#upstream);
  }

  /**
   * Ends a rebuild: what this task would have published, less what is `published` already, goes out with the next
   * commit, with tombstones for keys of its own that it did not make, and a marker to every downstream task. Call it
   * right after a commit.
   */
  publishDifference(published: PublishedRecords): void {
    const owns = (text: string) => partitionFor(text, this.partitions) === this.partition;
    for (const output of this.#subtopology.outputs.filter(({ visibility }) => visibility === 'public')) {
      const mine = keptBackOf(output, this.#byteStore);
      for (const [key, value] of difference(output, mine, published.get(output.topic), owns))
        this.#ready.push(this.#addressed(output, key, value));
      for (const key of mine.keys()) this.#released.push(keptBack(output, key, null));
    }
    for (const topic of outputTopics({ subtopologies: [this.#subtopology] }, 'internal'))
      for (let to = 0; to < this.#environment.partitionsOf(topic); to++)
        this.#ready.push(marker(topic, to, this.#name));
    this.#state.phase = live;
    this.#touched = true;
  }
}
