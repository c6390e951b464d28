import type { Clock } from '#lib/clock.ts';
import type { Fetcher } from '#lib/kafka/fetcher.ts';
import type { Bounds } from '#lib/kafka/partitionReader.ts';
import type { TransactionalProducer } from '#lib/kafka/producer.ts';
import type { Log } from '#lib/log.ts';
import type { ByteStore } from './byteStore.ts';
import { changelogTopic, type Subtopology, type TaskContext, type Topology } from './topology.ts';

/** What tasks need of Kafka; the test driver has one in memory. */
export interface Broker {
  /** The cluster's id, by which a store knows whose offsets it holds. */
  readonly cluster: string;
  readonly fetcher: Fetcher;
  bounds(topic: string): Promise<ReadonlyMap<number, Bounds>>;
  /** When it resolves, no earlier producer of this transactional id can commit any more. */
  producer(transactionalId: string): Promise<TransactionalProducer>;
}

/** What the tasks of one process share. */
export interface Environment {
  readonly topology: Topology;
  readonly broker: Broker;
  /** Of every source. */
  readonly partitions: number;
  /** Of any topic that is written to. */
  partitionsOf(topic: string): number;
  /** Opens the store of a task; waits a while for a predecessor in another process to let go of it. */
  openStore(place: TaskPlace): Promise<ByteStore>;
  readonly commitIntervalMs: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly count: TaskContext['count'];
}

/** One task's place in it. */
export interface TaskPlace {
  readonly environment: Environment;
  readonly subtopology: Subtopology;
  readonly partition: number;
}

/** The consumer group of a subtopology, and the first part of its tasks' transactional ids. */
export const groupOf = ({ application }: Topology, { name }: Subtopology): string => `${application}-${name}`;

export const taskName = ({ subtopology, partition }: TaskPlace): string => `${subtopology.name}/${partition}`;

export const transactionalId = ({ environment, subtopology, partition }: TaskPlace): string =>
  `${groupOf(environment.topology, subtopology)}-${partition}`;

/** The topic that a task's stores are restored from. */
export const changelogOf = ({ environment, subtopology }: TaskPlace): string =>
  changelogTopic(environment.topology.application, subtopology.name);
