import { logger } from '#lib/log.ts';
import { runStreams } from '../runtime.ts';
import { countingTopology } from './counting.ts';

/** Runs the counting topology until it is killed: `node countingProcess.ts <broker> <state folder> <application>`. */
const [broker = '', stateDir = '', application = ''] = process.argv.slice(2);
const part = runStreams(countingTopology(application), {
  brokers: [broker],
  stateDir,
  log: logger('counting'),
  metricPrefix: 'counting',
});
part.failed?.catch((error) => {
  process.stderr.write(`${error}\n`);
  process.exit(1);
});
process.once('SIGTERM', async () => {
  await part.stop();
  process.send?.(process.cpuUsage());
  process.exit(0);
});
