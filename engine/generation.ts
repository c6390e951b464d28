import { firstRecord } from '#lib/kafka/partitionReader.ts';
import { type OutgoingRecord, TransactionLost } from '#lib/kafka/producer.ts';
import type { Broker } from './environment.ts';
import { beginRebuild, encodeTaskState, initialState, live, taskStateKey } from './taskState.ts';
import { changelogTopic, type Topology } from './topology.ts';
import { externalSources, outputTopics } from './topologyTopics.ts';

/**
 * Gives every task of a new generation its first state, all in one transaction, so that all of them agree whether they
 * rebuild. Done once; of several processes that try, one succeeds and the others see it.
 */
export async function beginGeneration(broker: Broker, topology: Topology, partitions: number): Promise<void> {
  while (!(await begun(broker, topology))) {
    const producer = await broker.producer(`${topology.application}-start`);
    try {
      // Again, now that nobody else can: another process may have done it in between.
      if (await begun(broker, topology)) return;
      const records = await firstStates(broker, topology, partitions);
      await producer.transaction((open) => open.send(records));
    } catch (error) {
      if (!(error instanceof TransactionLost)) throw error;
    } finally {
      await producer.close().catch(() => undefined);
    }
  }
}

/** All first states came together, so looking at one partition is enough. */
async function begun({ bounds, fetcher }: Broker, { application, subtopologies }: Topology): Promise<boolean> {
  const topic = changelogTopic(application, subtopologies[0]?.name ?? '');
  const low = (await bounds(topic)).get(0)?.low ?? 0n;
  return (await firstRecord(fetcher, { topic, partition: 0, from: low })) !== undefined;
}

async function firstStates({ bounds }: Broker, topology: Topology, partitions: number): Promise<OutgoingRecord[]> {
  const published = await Promise.all(outputTopics(topology, 'public').map(bounds));
  const rebuilding = published.some((topic) => [...topic.values()].some(({ low, high }) => high > low));
  const records: OutgoingRecord[] = [];
  for (const subtopology of topology.subtopologies) {
    const topic = changelogTopic(topology.application, subtopology.name);
    const sources = externalSources(topology, subtopology);
    const ends = await Promise.all(sources.map(async (source) => [source, await bounds(source)] as const));
    for (let partition = 0; partition < partitions; partition++) {
      const targets = Object.fromEntries(ends.map(([source, found]) => [source, found.get(partition)?.high ?? 0n]));
      const state = initialState(rebuilding ? beginRebuild(targets) : live);
      records.push({ topic, partition, key: taskStateKey, value: encodeTaskState(state) });
    }
  }
  return records;
}
