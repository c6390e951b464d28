import { startForTest } from './underTest.ts';

/**
 * A bridge that kills its own process, without a chance to clean up, or stops it where it stands (SIGSTOP), at the n-th
 * time it takes a step.
 */
const { brokers, names, url, dieAt, after, signal = 'SIGKILL' } = JSON.parse(process.argv[2] ?? '{}');
let left: number = after;

await startForTest({
  brokers,
  names,
  url,
  onStep: (step) => {
    if (step !== dieAt || --left !== 0) return;
    // Bytes of this step may or may not have left: both happen.
    const late = step === 'sent' && signal === 'SIGKILL' && Math.random() < 0.7;
    if (late) setTimeout(() => process.kill(process.pid, signal), Math.random() * 4);
    else process.kill(process.pid, signal);
  },
});
