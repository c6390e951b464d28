import { startForTest } from './underTest.ts';

/** A bridge that kills its own process, without a chance to clean up, at the n-th time it takes a step. */
const { brokers, names, dieAt, after } = JSON.parse(process.argv[2] ?? '{}');
let left: number = after;

await startForTest({
  brokers,
  names,
  onStep: (step) => {
    if (step !== dieAt || --left > 0) return;
    // Bytes of this step may or may not have left: both happen.
    if (step === 'sent' && Math.random() < 0.7)
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), Math.random() * 4);
    else process.kill(process.pid, 'SIGKILL');
  },
});
