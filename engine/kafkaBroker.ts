import { type Kafka, withAdmin } from '#lib/kafka/client.ts';
import { openFetcher } from '#lib/kafka/fetcher.ts';
import { topicBounds } from '#lib/kafka/partitionReader.ts';
import { fencingProducer } from '#lib/kafka/producer.ts';
import type { Broker } from './environment.ts';

/** What tasks need of a Kafka cluster; close its fetcher at the end. */
export async function kafkaBroker(kafka: Kafka): Promise<Broker> {
  return {
    cluster: await withAdmin(kafka, async (admin) => (await admin.describeCluster()).clusterId),
    fetcher: await openFetcher(kafka),
    bounds: (topic) => topicBounds(kafka, topic),
    producer: (transactionalId) => fencingProducer(kafka, transactionalId),
  };
}
