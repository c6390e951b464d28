import { join } from 'node:path';
import type { Clock } from '#lib/clock.ts';
import type { Kafka } from '#lib/kafka/client.ts';
import type { Fetcher } from '#lib/kafka/fetcher.ts';
import type { Log } from '#lib/log.ts';
import type { Subtopology, TaskContext, Topology } from './topology.ts';

/** What the tasks of one process share. */
export interface Environment {
  readonly topology: Topology;
  readonly kafka: Kafka;
  readonly fetcher: Fetcher;
  /** The Kafka cluster's id. */
  readonly cluster: string;
  /** Of every source. */
  readonly partitions: number;
  /** Of every topic that is written to. */
  readonly partitionsOf: ReadonlyMap<string, number>;
  readonly stateDir: string;
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

export const storeDir = ({ environment, subtopology, partition }: TaskPlace): string =>
  join(environment.stateDir, environment.topology.application, `${subtopology.name}_${partition}`);
