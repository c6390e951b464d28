import { readToEnd } from '#lib/kafka/partitionReader.ts';
import type { TaskPlace } from './environment.ts';
import type { OpenTask } from './openTask.ts';
import type { PublishedRecords } from './rebuild.ts';
import { outputTopics } from './topologyTopics.ts';

/** A rebuild has caught up: publishes what differs, as its last silent commit and its first public one. */
export async function finishRebuild({ core, place }: OpenTask, commit: () => Promise<void>): Promise<void> {
  await commit();
  core.publishDifference(await readPublished(place));
  await commit();
}

/** The newest value of every key of the public topics; the subtopology is shown the records, for it decodes some. */
async function readPublished({ environment, subtopology }: TaskPlace): Promise<PublishedRecords> {
  const { broker } = environment;
  const published = new Map<string, Map<string, Buffer>>();
  for (const topic of outputTopics({ subtopologies: [subtopology] }, 'public')) {
    const latest = new Map<string, Buffer>();
    published.set(topic, latest);
    for (const [partition, { low }] of await broker.bounds(topic))
      await readToEnd(broker.fetcher, { topic, partition, from: low }, async (records) => {
        await subtopology.prepare?.(records);
        for (const { key, value } of records) value === null ? latest.delete(key) : latest.set(key, Buffer.from(value));
      });
  }
  return published;
}
