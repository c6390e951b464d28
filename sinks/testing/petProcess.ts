import { petSink, present } from './pets.ts';
import type { Step } from './steps.ts';

// The sink of the tests in a process of its own, to be killed: `petProcess.ts <broker> <clickhouse url>`. It tells of
// the steps of its flushes; PET_SIGNAL is what it sends to itself after the first PET_STEP.
const [, , brokers = '', url = ''] = process.argv;
const { PET_STEP, PET_SIGNAL } = process.env;
let hit = false;

function seen(step: Step): void {
  process.stdout.write(`${step}\n`);
  if (hit || step !== PET_STEP) return;
  hit = true;
  process.kill(process.pid, PET_SIGNAL);
}

const part = await petSink(brokers, url, present, seen);
part.failed?.catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
process.stdin.once('end', () => process.exit(0)).resume();
