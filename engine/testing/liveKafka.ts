import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKafka, type Kafka, withAdmin } from '#lib/kafka/client.ts';
import { type Fetcher, openFetcher } from '#lib/kafka/fetcher.ts';
import { readToEnd, topicBounds } from '#lib/kafka/partitionReader.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { ensureTopics } from '#lib/kafka/topics.ts';
import { silentLog } from '#lib/log.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { startKafka } from '#local/kafka.ts';
import { freePort } from '#local/ports.ts';
import { deadLetterTopic, eventTopic, latestTopic, sumTopic } from './counting.ts';

/** A broker of its own for a test, on a free port, with everything in a folder that vanishes with it. */
export interface LiveKafka {
  readonly brokers: readonly string[];
  readonly kafka: Kafka;
  readonly dir: string;
  makeTopics(partitions: number): Promise<void>;
  readAll(topic: string): Promise<KafkaRecord[]>;
  latest(topic: string): Promise<Map<string, Buffer>>;
  /** kill -9 of the broker, then a new one with the same data on the same port. */
  killAndRestart(): Promise<void>;
  stop(): Promise<void>;
}

export async function liveKafka({ benchmark = false } = {}): Promise<LiveKafka> {
  const dir = mkdtempSync(join(tmpdir(), 'streams-'));
  const options = { dataDir: dir, port: await freePort(), progress: () => undefined, benchmark };
  let part = await startKafka(options);
  const kafka = createKafka({ brokers: [part.address], clientId: 'test', log: silentLog });
  const fetcher = await openFetcher(kafka);
  return {
    dir,
    kafka,
    brokers: [part.address],
    makeTopics: (partitions) => makeTopics(kafka, partitions),
    readAll: (topic) => readAll(kafka, fetcher, topic),
    latest: async (topic) => newest(await readAll(kafka, fetcher, topic)),
    killAndRestart: async () => {
      part.signal('SIGKILL');
      await part.exited;
      part = await startKafka(options);
    },
    stop: async () => {
      await fetcher.close();
      await part.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The topics around the counting topology, made anew. */
async function makeTopics(kafka: Kafka, partitions: number): Promise<void> {
  const config = { 'cleanup.policy': 'compact' };
  await withAdmin(kafka, async (admin) => {
    const known = async () => (await admin.listTopics()).filter((topic) => !topic.startsWith('__'));
    const old = await known();
    if (old.length > 0) await admin.deleteTopics({ topics: old });
    // The broker answers before its metadata has forgotten them.
    await eventually(async () => !(await known()).some((topic) => old.includes(topic)));
    await ensureTopics(admin, [
      ...[latestTopic, sumTopic].map((topic) => ({ topic, partitions, config })),
      ...[eventTopic, deadLetterTopic].map((topic) => ({ topic, partitions })),
    ]);
  });
}

async function readAll(kafka: Kafka, fetcher: Fetcher, topic: string): Promise<KafkaRecord[]> {
  const all: KafkaRecord[] = [];
  for (const [partition, { low }] of await topicBounds(kafka, topic))
    await readToEnd(fetcher, { topic, partition, from: low }, (records) => {
      for (const record of records) all.push(record);
    });
  return all;
}

function newest(records: readonly KafkaRecord[]): Map<string, Buffer> {
  const values = new Map<string, Buffer>();
  for (const { key, value } of records) value === null ? values.delete(key) : values.set(key, value);
  return values;
}
