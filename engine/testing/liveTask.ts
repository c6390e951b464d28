import { join } from 'node:path';
import { systemClock } from '#lib/clock.ts';
import { withAdmin } from '#lib/kafka/client.ts';
import { openFetcher } from '#lib/kafka/fetcher.ts';
import { silentLog } from '#lib/log.ts';
import type { CommitTarget } from '../commit.ts';
import { type Environment, groupOf, type TaskPlace } from '../environment.ts';
import type { OpenTask } from '../openTask.ts';
import { beginGeneration, clusterId, makeInternalTopics } from '../start.ts';
import { changelogTopic } from '../topology.ts';
import { countingTopology } from './counting.ts';
import type { LiveKafka } from './liveKafka.ts';

/** The surroundings of the counting topology's tasks, without the runtime around them. */
export async function liveEnvironment(live: LiveKafka, application: string): Promise<Environment> {
  const topology = countingTopology(application);
  const { kafka } = live;
  const fetcher = await openFetcher(kafka);
  const counts = await withAdmin(kafka, (admin) => makeInternalTopics(admin, topology));
  await beginGeneration(kafka, fetcher, topology, counts.partitions);
  const own = { stateDir: join(live.dir, 'state'), commitIntervalMs: 100, clock: systemClock, log: silentLog };
  return { topology, kafka, fetcher, cluster: await clusterId(kafka), ...counts, ...own, count: () => undefined };
}

/** Task 0 of a subtopology; `stateDir` stands for the machine it runs on. */
export function placeOf(environment: Environment, index: number, machine = 'a'): TaskPlace {
  const subtopology = environment.topology.subtopologies[index];
  if (subtopology === undefined) throw new Error(`no subtopology ${index}`);
  return { environment: { ...environment, stateDir: join(environment.stateDir, machine) }, subtopology, partition: 0 };
}

export const targetOf = ({ environment, subtopology, partition }: TaskPlace, { producer }: OpenTask): CommitTarget => ({
  producer,
  group: groupOf(environment.topology, subtopology),
  changelog: changelogTopic(environment.topology.application, subtopology.name),
  partition,
  cluster: environment.cluster,
  clock: environment.clock,
});
