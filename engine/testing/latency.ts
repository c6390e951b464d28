import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { tail } from '#lib/kafka/partitionReader.ts';
import { idempotentProducer } from '#lib/kafka/producer.ts';
import { eventTopic, sumTopic } from './counting.ts';
import { liveKafka } from './liveKafka.ts';

// Measures the way of one event through both subtopologies, from its send to its sum, read committed. `node latency.ts
// [events/s] [seconds]`.
const [rate = 200, seconds = 15] = process.argv.slice(2).map(Number);

const live = await liveKafka();
try {
  await live.makeTopics(4);
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'countingProcess.ts'), live.brokers[0] ?? '', join(live.dir, 'state'), 'latency-1'],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { ...process.env, LOG_LEVEL: 'silent' } },
  );
  const sent = new Map<string, number>();
  const took: number[] = [];
  const following = await tail(live.kafka, sumTopic, (records) => {
    for (const { key } of records) {
      const begun = sent.get(key);
      if (begun !== undefined) took.push(performance.now() - begun);
      sent.delete(key);
    }
  });
  const producer = idempotentProducer(live.kafka);
  await producer.connect();
  await new Promise((resolve) => setTimeout(resolve, 8_000));
  const begun = performance.now();
  for (let n = 0; n < rate * seconds; n++) {
    const due = begun + (n * 1_000) / rate;
    if (due > performance.now()) await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
    sent.set(`group-${n}`, performance.now());
    await producer.send({ topic: eventTopic, messages: [{ key: `account-${n % 300}`, value: `group-${n}:1` }] });
  }
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  took.sort((a, b) => a - b);
  const at = (share: number) => `${Math.round(took[Math.floor(took.length * share)] ?? Number.NaN)} ms`;
  process.stdout.write(`${took.length} of ${rate * seconds} events: p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}\n`);
  child.kill('SIGTERM');
  const [usage] = await once(child, 'message');
  process.stdout.write(`CPU of the process: ${JSON.stringify(usage)}\n`);
  await following.stop();
  await producer.disconnect();
} finally {
  await live.stop();
}
