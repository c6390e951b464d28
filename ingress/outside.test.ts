import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from 'amqplib';
import { createPublisher } from '#lib/amqp/publisher.ts';
import type { Kafka } from '#lib/kafka/client.ts';
import { createKafka } from '#lib/kafka/client.ts';
import { silentLog } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { startKafka } from '#local/kafka.ts';
import type { LocalPart } from '#local/part.ts';
import { freePort } from '#local/ports.ts';
import { startRabbitmq } from '#local/rabbitmq.ts';
import { hrDeclarations } from '#schemas/exchange.ts';
import { type Python, pythonWith } from '#test/outside/python.ts';
import { check, eventOf, isReady, publishEvent, readTopic, startForTest } from './testing/underTest.ts';

/** A RabbitMQ of our own, for these names are not: `user_registered` is what such a program says. */
const names = { prefix: '', foreign: 'user_registered', source: '/test/outside' };
const dataDir = mkdtempSync(join(tmpdir(), 'ingress-outside-'));
let rabbitmq: LocalPart;
let rabbitmqPort: number;
let broker: LocalPart;
let kafka: Kafka;
let python: Python | null;
let parts: Part[] = [];

const startNode = () => startRabbitmq({ dataDir, port: rabbitmqPort, private: true, progress: () => undefined });

beforeAll(async () => {
  rabbitmqPort = await freePort();
  python = await pythonWith('pika');
  [rabbitmq, broker] = await Promise.all([
    startNode(),
    freePort().then((port) => startKafka({ dataDir, port, progress: () => undefined })),
  ]);
  kafka = createKafka({ brokers: [broker.address], clientId: 'test', log: silentLog });
}, 180_000);

afterAll(async () => {
  await Promise.all([rabbitmq?.stop(), broker?.stop()]);
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

afterEach(async () => {
  await Promise.all(parts.map((part) => part.stop()));
  parts = [];
}, 30_000);

const amqpUrl = () => rabbitmq.env.AMQP_URL ?? '';

async function start(): Promise<Part> {
  const part = await startForTest({ brokers: [broker.address], names, url: amqpUrl() });
  parts.push(part);
  return part;
}

/** Runs the program; on a machine without Python or pika sends the same bytes the same way. */
async function runProgram(userId: number): Promise<void> {
  const env = { ...process.env, ...python?.env, AMQP_URL: amqpUrl() };
  const script = join(import.meta.dirname, '../test/outside/publish_user.py');
  if (python) return void (await promisify(execFile)(python.command, [script, String(userId)], { env }));
  const connection = await connect(amqpUrl());
  const channel = await connection.createChannel();
  await channel.assertQueue('user_registered', { durable: false });
  channel.sendToQueue('user_registered', Buffer.from(`{"user_id": ${userId}, "email": "a@b.c"}`));
  await channel.close();
  await connection.close();
}

const registered = (userId: number) =>
  eventually(
    async () => (await readTopic(kafka, 'hr.users')).find(({ key }) => key.startsWith(`${userId}/`)),
    `user ${userId} in Kafka`,
  );

describe('a Python program that declares the queue user_registered and publishes plain JSON to it', () => {
  test('is heard when it came first', async () => {
    await runProgram(7);
    await start();
    const record = await registered(7);
    expect(record.headers).toMatchObject({ ce_type: 'user.registered', ce_source: '/user_registered' });
  }, 60_000);

  test('is heard when we came first', async () => {
    await isReady(await start());
    await runProgram(8);
    expect((await registered(8)).topic).toBe('hr.users');
  }, 60_000);

  test('is heard again after RabbitMQ was killed, and with it the queue; durable messages are still there', async () => {
    const part = await start();
    await isReady(part);
    const publisher = createPublisher({ url: amqpUrl(), log: silentLog, declarations: hrDeclarations() });
    const events = Array.from({ length: 200 }, (_, at) => eventOf(names, `p${at % 10}`, at));
    const publish = (some: typeof events) => Promise.all(some.map((event) => publishEvent(publisher, names, event)));
    await publish(events.slice(0, 100));
    // A quorum queue that was declared a moment before a kill can come back without a leader (RabbitMQ 3.10).
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const rest = publish(events.slice(100));
    rabbitmq.signal('SIGKILL');
    await rabbitmq.exited;
    rabbitmq = await startNode();
    await rest;
    await isReady(part);
    await runProgram(9);
    expect((await registered(9)).topic).toBe('hr.users');
    await eventually(
      async () => ((await check(kafka, names, events)).lost.length === 0 ? true : undefined),
      'all events',
      60_000,
    );
    expect(await check(kafka, names, events)).toMatchObject({ lost: [], unexpected: [], disordered: [] });
    await publisher.stop();
  }, 180_000);
});
