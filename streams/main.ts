import { runStreams } from '#engine/runtime.ts';
import { runRole } from '#lib/role.ts';
import { streamsConfig } from './config.ts';
import { prepareOutside } from './outside.ts';
import { buildTopology } from './topology.ts';

const config = streamsConfig();

await runRole('streams', config.STREAMS_PORT, async (log) => {
  const serde = await prepareOutside(config, log);
  const topology = buildTopology(config.topology, serde);
  return runStreams(topology, {
    brokers: config.KAFKA_BROKERS,
    stateDir: config.stateDir,
    log,
    metricPrefix: 'leaveline_streams',
  });
});
