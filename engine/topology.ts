import type { KafkaRecord } from '#lib/kafka/record.ts';
import type { Outcome } from '#lib/outcome.ts';

/** Where a processor writes to. Records of one commit under one key are combined before they are sent. */
export interface Output<T> {
  readonly topic: string;
  /**
   * Public topics outlive a generation and are published by difference after a rebuild; internal ones, between two
   * subtopologies, belong to it and are named by `repartitionTopic`.
   */
  readonly visibility: 'public' | 'internal';
  /** The record's bytes; null is a tombstone. */
  encode(value: T): Buffer | null;
  /** Merges what one commit sends under one key; without it the later value wins. Must be associative. */
  combine?(earlier: T, later: T): T;
  /** The text whose murmur2 gives the partition; the key itself unless said. */
  partition?(key: string): string;
  /**
   * For rebuilds: the text whose murmur2 gives the partition of the task that owns a published record; the key unless
   * said.
   */
  owner?(key: string, value: Buffer): string;
}

/** A keyed store of a task, with its changelog. `name` is unique within its subtopology and holds no slash. */
export interface StoreDefinition<T> {
  readonly name: string;
  encode(value: T): Buffer;
  decode(bytes: Buffer): T;
}

/**
 * A store as a processor sees it: reads include the running commit's writes. A value that was read or set must not be
 * changed in place; set a new one. `range` walks keys that start with `prefix`, in the order of their UTF-8 bytes.
 */
export interface Store<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  delete(key: string): void;
  range(prefix: string): Iterable<readonly [key: string, value: T]>;
}

/** What a task offers to its processor. */
export interface TaskContext {
  readonly partition: number;
  readonly partitions: number;
  store<T>(definition: StoreDefinition<T>): Store<T>;
  /** Goes out with the running commit. `output` must be among the subtopology's `outputs`. */
  send<T>(output: Output<T>, key: string, value: T): void;
  /**
   * The greatest timestamp (epoch ms) among the records that this task has processed; 0 before the first. Survives
   * restarts.
   */
  readonly streamTime: number;
  /** Wall clock, epoch ms. */
  now(): number;
  /** Adds to the counter `<prefix>_<metric>_total`; taken back by nothing, so it may run ahead after a crash. */
  count(metric: string, labels?: Readonly<Record<string, string>>, by?: number): void;
}

export interface Processor {
  /** After the restore and before the first record of this task; may scan stores and send. */
  open?(): void;
  /**
   * Handles one record. `dead` sends it to the dead letters in the same transaction; from an internal topic it stops
   * the task. `hold` leaves it and everything behind it for later: the processor must not have written anything for it.
   */
  process(record: KafkaRecord): Outcome<void>;
}

/**
 * A part of a topology whose tasks need no repartitioning among themselves: task p owns partition p of every source.
 */
export interface Subtopology {
  readonly name: string;
  readonly sources: readonly string[];
  /** Everything that its processors send to. */
  readonly outputs: readonly Output<unknown>[];
  readonly stores: readonly StoreDefinition<unknown>[];
  /**
   * Asynchronous preparation of records before they are processed, e.g. learning unknown schema ids. Rejecting means an
   * outage.
   */
  prepare?(records: readonly KafkaRecord[]): Promise<void>;
  create(context: TaskContext): Processor;
  /**
   * Settings that shape what the stores hold. Other values than the stored ones are refused, naming setting, old value,
   * new value and the remedy (start the next generation). A setting the store has never seen is added.
   */
  readonly fingerprint?: Readonly<Record<string, string>>;
}

export interface Topology {
  /** Generation included, e.g. `orders-1`; part of stores, internal topics, groups and transactional ids. */
  readonly application: string;
  /** Where records go that cannot be used; the header `dead_stage` names `<stage>/<subtopology>`. */
  readonly deadLetters: { readonly topic: string; readonly stage: string };
  /** What an operator does to begin the next generation, as errors say it, e.g. `raise GENERATION by one`. */
  readonly nextGeneration: string;
  readonly subtopologies: readonly Subtopology[];
}

/** The name of an internal topic that carries records from one subtopology to the next. */
export const repartitionTopic = (application: string, name: string): string => `${application}-${name}-repartition`;

/** The name of the topic that a subtopology's stores are restored from; one for all its stores. */
export const changelogTopic = (application: string, subtopology: string): string =>
  `${application}-${subtopology}-changelog`;
