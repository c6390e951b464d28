import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Kafka } from '#lib/kafka/client.ts';
import { createKafka, withAdmin } from '#lib/kafka/client.ts';
import { silentLog } from '#lib/log.ts';
import { startKafka } from './kafka.ts';
import type { LocalPart } from './part.ts';
import { freePort, listens } from './ports.ts';
import { running } from './processes.ts';

describe('Kafka on this machine', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'leaveline-kafka-'));
  let port: number;
  let kafka: Kafka;
  let part: LocalPart;
  const start = () => startKafka({ dataDir, port, progress: () => {} });

  beforeAll(async () => {
    port = await freePort();
    part = await start();
    kafka = createKafka({ brokers: [`localhost:${port}`], clientId: 'test', log: silentLog });
  }, 180_000);
  afterAll(async () => {
    await part.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  async function produce(values: string[]): Promise<void> {
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({ topic: 'kept', messages: values.map((value) => ({ value })) });
    await producer.disconnect();
  }

  async function consume(count: number): Promise<string[]> {
    const seen: string[] = [];
    const consumer = kafka.consumer({ groupId: `reader-${Date.now()}` });
    await consumer.connect();
    await consumer.subscribe({ topic: 'kept', fromBeginning: true });
    await new Promise<void>((resolve) => {
      consumer.run({
        eachMessage: async ({ message }) => {
          if (seen.push(String(message.value)) === count) resolve();
        },
      });
    });
    await consumer.disconnect();
    return seen;
  }

  test('keeps what was written, through a kill and a restart', async () => {
    await withAdmin(kafka, (admin) => admin.createTopics({ topics: [{ topic: 'kept' }], waitForLeaders: true }));
    await produce(['a', 'b']);
    expect(await consume(2)).toEqual(['a', 'b']);
    part.signal('SIGKILL');
    expect(await part.exited).toContain('kafka stopped (SIGKILL)');
    part = await start();
    await produce(['c']);
    expect(await consume(3)).toEqual(['a', 'b', 'c']);
  }, 60_000);

  test('takes a dead letter of 20 MiB, and makes no topic that nobody defined', async () => {
    await withAdmin(kafka, (admin) => admin.createTopics({ topics: [{ topic: 'large' }], waitForLeaders: true }));
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({ topic: 'large', messages: [{ value: Buffer.alloc(20 * 1024 * 1024) }] });
    await expect(producer.send({ topic: 'unheard-of', messages: [{ value: 'x' }] })).rejects.toThrow(
      /not host|UNKNOWN/i,
    );
    await producer.disconnect();
  }, 60_000);

  test('refuses a port that is taken, in one sentence', async () => {
    const second = startKafka({ dataDir: join(dataDir, 'second'), port, progress: () => {} });
    await expect(second).rejects.toThrow(
      `Port ${port} is taken by another program. Stop it, or set KAFKA_BROKERS to a running Kafka, or KAFKA_PORT to a free port.`,
    );
  });

  test('leaves no process and no open port when it is stopped, and starts again', async () => {
    await part.stop();
    expect(running(dataDir, 'kafka')).toBeNull();
    expect(await listens(port)).toBe(false);
    part = await start();
    expect(await consume(3)).toEqual(['a', 'b', 'c']);
  }, 60_000);
});
