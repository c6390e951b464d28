import { runStreams } from '#engine/runtime.ts';
import { registryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { createKafka } from '#lib/kafka/client.ts';
import { prepareLine } from '#lib/kafka/prepareLine.ts';
import { runRole } from '#lib/role.ts';
import { lineSchemas, lineTopics } from '#statistics/line.ts';
import { streamsConfig } from './config.ts';
import { buildTopology } from './topology.ts';

const config = streamsConfig();

await runRole('streams', config.STREAMS_PORT, async (log, waiting) => {
  const kafka = createKafka({ brokers: config.KAFKA_BROKERS, clientId: 'leaveline-streams', log });
  const serde = new Serde(registryIds(config.SCHEMA_REGISTRY_URL));
  const topics = lineTopics(config.EVENT_PARTITIONS);
  await prepareLine({ kafka, serde, topics, schemas: lineSchemas }, { log, waiting });
  const topology = buildTopology(config.topology, serde);
  return runStreams(topology, {
    brokers: config.KAFKA_BROKERS,
    stateDir: config.stateDir,
    log,
    metricPrefix: 'leaveline_streams',
  });
});
