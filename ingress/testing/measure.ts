import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createKafka } from '#lib/kafka/client.ts';
import { tail, topicBounds } from '#lib/kafka/partitionReader.ts';
import { silentLog } from '#lib/log.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { startKafka } from '#local/kafka.ts';
import { freePort } from '#local/ports.ts';
import { eventOf, newNames, publishEvent, publisherFor, removeNames } from './underTest.ts';

/**
 * `node ingress/testing/measure.ts [messages] [seconds]`: how fast a backlog goes from RabbitMQ to Kafka, and how long
 * one event takes from its publication to a consumer of Kafka at 200 a second. Everything shares this machine, this
 * program included.
 */
const [messages = 50_000, seconds = 20] = process.argv.slice(2).map(Number);
const dataDir = mkdtempSync(join(tmpdir(), 'ingress-measure-'));
const broker = await startKafka({ dataDir, port: await freePort(), benchmark: true, progress: () => undefined });
const kafka = createKafka({ brokers: [broker.address], clientId: 'measure', log: silentLog });
const names = newNames();
const publisher = publisherFor(names);
const report = (line: string) => process.stdout.write(`${line}\n`);
const orders = JSON.stringify({ brokers: [broker.address], names });
const startBridge = () =>
  spawn(process.execPath, [join(import.meta.dirname, 'runIngress.ts'), orders], { stdio: 'inherit' });

async function stored() {
  const bounds = await topicBounds(kafka, 'hr.vacations').catch(() => new Map());
  return [...bounds.values()].reduce((sum, { high }) => sum + Number(high), 0);
}

async function backlog(): Promise<void> {
  const publishing = Date.now();
  for (let at = 0; at < messages; at += 5_000) {
    const some = Array.from({ length: 5_000 }, (_, i) => eventOf(names, `p${i % 200}`, at + i));
    await Promise.all(some.map((event) => publishEvent(publisher, names, event)));
  }
  report(`published with confirms: ${Math.round((messages / (Date.now() - publishing)) * 1_000)}/s`);
  const bridge = startBridge();
  await eventually(async () => ((await stored()) > 0 ? true : undefined), 'the first record', 60_000);
  const from = await stored();
  const started = Date.now();
  await eventually(async () => ((await stored()) >= messages ? true : undefined), 'all records', 120_000);
  report(`through the bridge: ${Math.round(((messages - from) / (Date.now() - started)) * 1_000)}/s`);
  bridge.kill('SIGTERM');
}

async function latency(): Promise<void> {
  const bridge = startBridge();
  await sleep(3_000);
  const sent = new Map<string, number>();
  const took: number[] = [];
  const following = await tail(kafka, 'hr.vacations', (records) => {
    for (const { headers } of records) took.push(Date.now() - (sent.get(headers.ce_id ?? '') ?? Date.now()));
  });
  for (let at = 0; at < seconds * 200; at++) {
    const event = eventOf(names, `p${at % 200}`, at);
    sent.set(event.id, Date.now());
    void publishEvent(publisher, names, event);
    await sleep(at % 2 ? 5 : 4);
  }
  await eventually(() => (took.length >= sent.size ? true : undefined), 'all of them');
  took.sort((one, other) => one - other);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))];
  report(`published → consumed from Kafka, ms: p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, max ${at(1)}`);
  await following.stop();
  bridge.kill('SIGTERM');
}

await backlog();
await latency();
await publisher.stop();
await broker.stop();
await removeNames(names);
rmSync(dataDir, { recursive: true, force: true });
process.exit(0);
