import { join } from 'node:path';
import { systemClock } from '#lib/clock.ts';
import { withAdmin } from '#lib/kafka/client.ts';
import { silentLog } from '#lib/log.ts';
import { awaitDiskStore } from '../diskStore.ts';
import type { TaskPlace } from '../environment.ts';
import { beginGeneration } from '../generation.ts';
import { makeInternalTopics } from '../internalTopics.ts';
import { kafkaBroker } from '../kafkaBroker.ts';
import { countingTopology } from './counting.ts';
import type { LiveKafka } from './liveKafka.ts';

/** The first task of the counting topology, without the runtime around it. */
export interface LiveTask {
  /** Its place on a machine, each of which has a disk of its own. */
  on(machine: string): TaskPlace;
  close(): Promise<void>;
}

export async function liveTask(live: LiveKafka, application: string): Promise<LiveTask> {
  const topology = countingTopology(application);
  const [subtopology] = topology.subtopologies;
  if (subtopology === undefined) throw new Error('no subtopology');
  const broker = await kafkaBroker(live.kafka);
  const counts = await withAdmin(live.kafka, (admin) => makeInternalTopics(admin, topology));
  await beginGeneration(broker, topology, counts.partitions);
  const shared = { topology, broker, ...counts, commitIntervalMs: 100, clock: systemClock, log: silentLog };
  const storeOn = (machine: string) => awaitDiskStore(join(live.dir, 'state', machine, application));
  return {
    on: (machine) => ({
      environment: { ...shared, openStore: () => storeOn(machine), count: () => undefined },
      subtopology,
      partition: 0,
    }),
    close: () => broker.fetcher.close(),
  };
}
