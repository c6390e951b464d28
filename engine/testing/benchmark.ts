import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { idempotentProducer } from '#lib/kafka/producer.ts';
import { eventTopic, expectedSums, readSums, sumTopic } from './counting.ts';
import { liveKafka } from './liveKafka.ts';

// Measures the counting topology: events that wait in Kafka, until the last sum is right. `node benchmark.ts [events]
// [accounts]`.
const [events = 400_000, accounts = 40_000] = process.argv.slice(2).map(Number);
const groups = 1_920;
const partitions = 4;

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

const live = await liveKafka({ benchmark: true });
try {
  await live.makeTopics(partitions);
  const given = Array.from({ length: events }, (_, n) => {
    const value = `group-${(n * 31) % groups}:${(n % 9) + 1}`;
    return [`account-${(n * 7919) % accounts}`, value] as const;
  });
  const producer = idempotentProducer(live.kafka);
  await producer.connect();
  for (let at = 0; at < events; at += 2_000) {
    const messages = given.slice(at, at + 2_000).map(([key, value]) => ({ key, value }));
    await producer.send({ topic: eventTopic, messages });
  }
  await producer.disconnect();
  const expected = expectedSums(given);
  const profile = process.env.PROFILE === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${process.env.PROFILE}`];
  const child = spawn(
    process.execPath,
    [
      ...profile,
      join(import.meta.dirname, 'countingProcess.ts'),
      live.brokers[0] ?? '',
      join(live.dir, 'state'),
      'bench-1',
    ],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { ...process.env, LOG_LEVEL: 'silent' } },
  );
  const begun = performance.now();
  let done = false;
  while (!done) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    const sums = readSums(await live.latest(sumTopic));
    done = sums.size === expected.size && [...expected].every(([group, sum]) => sums.get(group) === sum);
  }
  const seconds = (performance.now() - begun) / 1_000;
  child.kill('SIGTERM');
  const [usage] = await Promise.all([once(child, 'message'), once(child, 'exit')]).catch(() => [undefined]);
  say(
    `${events} events in ${seconds.toFixed(1)} s, start of the process included: ${Math.round(events / seconds)} events/s`,
  );
  say(`CPU of the process: ${JSON.stringify(usage)}`);
  say(`records between the subtopologies: ${(await live.readAll('bench-1-deltas-repartition')).length}`);
} finally {
  await live.stop();
}
