import { type Kafka, withAdmin } from '#lib/kafka/client.ts';
import { deleteRecordsBefore } from '#lib/kafka/topics.ts';
import { groupOf } from './environment.ts';
import type { Topology } from './topology.ts';
import { outputTopics } from './topologyTopics.ts';

/** Deletes what every reader of a repartition topic has committed; several processes may do it at once. */
export async function purgeRepartitionTopics(kafka: Kafka, topology: Topology): Promise<void> {
  await withAdmin(kafka, async (admin) => {
    for (const topic of outputTopics(topology, 'internal')) {
      const readers = topology.subtopologies.filter(({ sources }) => sources.includes(topic));
      const committed = new Map<number, bigint>();
      for (const reader of readers) {
        const [found] = await admin.fetchOffsets({ groupId: groupOf(topology, reader), topics: [topic] });
        for (const { partition, offset } of found?.partitions ?? []) {
          const before = committed.get(partition);
          const next = BigInt(offset);
          committed.set(partition, before !== undefined && before < next ? before : next);
        }
      }
      await deleteRecordsBefore(admin, topic, committed);
    }
  });
}
