import { petSink } from './pets.ts';

// The sink of the tests in a process of its own, to be killed: `petProcess.ts <broker> <clickhouse url>`.
const [, , brokers = '', url = ''] = process.argv;
const part = await petSink(brokers, url);
part.failed?.catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
process.stdin.once('end', () => process.exit(0)).resume();
