import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Publisher } from '#lib/amqp/publisher.ts';
import { drain, onChannel } from '#lib/amqp/testing/broker.ts';
import { createKafka, type Kafka } from '#lib/kafka/client.ts';
import { silentLog } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { startProxy, type TcpProxy } from '#lib/testing/proxy.ts';
import { withTimeout } from '#lib/timing.ts';
import { startKafka } from '#local/kafka.ts';
import type { LocalPart } from '#local/part.ts';
import { freePort } from '#local/ports.ts';
import { type RabbitmqNode, startRabbitmqNode } from '#local/rabbitmqNode.ts';
import { startRegistry } from '#local/registry/start.ts';
import { hrExchange, hrQueue, parkingQueue } from '#schemas/exchange.ts';
import { deadLetterTopic } from '#schemas/topics.ts';
import type { Step } from './pump.ts';
import {
  check,
  type eventOf,
  eventsOf,
  type IngressUnderTest,
  isReady,
  lettersFound,
  messagesIn,
  type Names,
  newNames,
  publishEvent,
  publisherFor,
  publishMany,
  setMaxBytes,
  startForTest,
  verdictOn,
} from './testing/underTest.ts';

/** The failure matrix of docs/failures.md, as far as it takes servers of our own: a proxy stands before each. */
const dataDir = mkdtempSync(join(tmpdir(), 'ingress-failures-'));
let rabbitmq: RabbitmqNode;
let broker: LocalPart;
let toRabbitmq: TcpProxy;
let toKafka: TcpProxy;
let kafka: Kafka;
let names: Names;
let publisher: Publisher;
let parts: Part[];
let steps: Record<Step, number>;

const quiet = { dataDir, progress: () => undefined };
const local = (port: number) => startProxy({ host: '127.0.0.1', port });
const brokers = () => [`127.0.0.1:${toKafka.port}`];
const rabbitmqUrl = () => rabbitmq.env.AMQP_URL ?? '';

beforeAll(async () => {
  const [rabbitmqPort, kafkaPort] = [await freePort(), await freePort()];
  toRabbitmq = await local(rabbitmqPort);
  toKafka = await local(kafkaPort);
  [rabbitmq, broker] = await Promise.all([
    startRabbitmqNode({ ...quiet, port: rabbitmqPort }),
    startKafka({ ...quiet, port: kafkaPort, advertisedPort: toKafka.port }),
  ]);
  kafka = createKafka({ brokers: brokers(), clientId: 'test', log: silentLog });
}, 180_000);

afterAll(async () => {
  await Promise.all([rabbitmq?.stop(), broker?.stop(), toRabbitmq?.close(), toKafka?.close()]);
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

beforeEach(() => {
  names = newNames();
  parts = [];
  steps = { delivered: 0, encoded: 0, sent: 0, stored: 0, acknowledged: 0 };
  publisher = publisherFor(names, rabbitmqUrl());
});

afterEach(async () => {
  toRabbitmq.release();
  toKafka.release();
  await Promise.all(parts.map((part) => part.stop()));
  await publisher.stop();
}, 30_000);

const ground = () => ({ kafka, names, publisher });

async function start(options: Partial<IngressUnderTest> = {}): Promise<Part> {
  const part = await startForTest({
    brokers: brokers(),
    names,
    url: `amqp://guest:guest@127.0.0.1:${toRabbitmq.port}`,
    onStep: (step) => void steps[step]++,
    ...options,
  });
  parts.push(part);
  return part;
}

const whole = { lost: [], unexpected: [], disordered: [] };
const queued = () => messagesIn(hrQueue(names.prefix), rabbitmqUrl());
const holds = (count: number) =>
  eventually(async () => ((await queued()) === count ? true : undefined), `${count} messages in the queue`);
const taken = (step: Step, more: number) => {
  const least = steps[step] + more;
  return eventually(() => (steps[step] >= least ? true : undefined), `${more} more ${step}`);
};

describe('RabbitMQ', () => {
  test('is stopped in order and started again under load: nothing is lost', async () => {
    const part = await start();
    await isReady(part);
    const events = await publishMany(ground(), 200);
    const more = publishMany(ground(), 200);
    await rabbitmq.stop();
    rabbitmq = await startRabbitmqNode({ ...quiet, port: Number(new URL(rabbitmqUrl()).port) });
    expect(await verdictOn(ground(), [...events, ...(await more)])).toMatchObject(whole);
    await isReady(part);
  }, 90_000);

  test('cancels the consumer and keeps the queue: nothing is lost', async () => {
    const consuming = toRabbitmq.passing((chunk) => chunk.includes(consumeOk));
    const part = await start();
    const { chunk, client } = await consuming;
    await isReady(part);
    toKafka.silence();
    const events = await publishMany(ground(), 100);
    await taken('sent', 1);
    const again = toRabbitmq.passing((bytes) => bytes.includes(consumeOk));
    client.write(cancelOf(chunk));
    await eventually(() => (part.ready() === null ? undefined : true), 'it says that it does not consume');
    toKafka.release();
    await again;
    expect(await verdictOn(ground(), events)).toMatchObject(whole);
  });

  test('loses our queue: it is declared anew, and what is confirmed from then on arrives', async () => {
    const part = await start();
    await isReady(part);
    const before = await publishMany(ground(), 50);
    await verdictOn(ground(), before);
    await holds(0);
    await onChannel((channel) => channel.deleteQueue(hrQueue(names.prefix)), rabbitmqUrl());
    const after = eventsOf(names, 50);
    for (const event of after) await untilTaken(event);
    expect(await verdictOn(ground(), [...before, ...after])).toMatchObject(whole);
  });

  test('closes the channel (406) because acknowledgements are late: nothing is lost', async () => {
    await rabbitmq.control('eval', lateAfter(500, 250));
    try {
      await isReady(await start());
      await verdictOn(ground(), []);
      toKafka.silence();
      const again = toRabbitmq.passing((chunk) => chunk.includes('PRECONDITION_FAILED'));
      const events = await publishMany(ground(), 100);
      await again;
      toKafka.release();
      const verdict = await verdictOn(ground(), events);
      expect(verdict).toMatchObject(whole);
      expect(verdict.duplicates).toBeGreaterThan(0);
    } finally {
      await rabbitmq.control('eval', lateAfter(1_800_000, 60_000));
    }
  });

  test('never hears of acknowledgements: nothing is lost, and it does not stay so', async () => {
    await isReady(await start());
    const events = await publishMany(ground(), 20);
    for (let round = 0; round < 3; round++) {
      const acknowledged = taken('acknowledged', 1);
      toRabbitmq.cutAt((chunk) => chunk.includes(ack));
      events.push(...(await publishMany(ground(), 50)));
      await acknowledged;
    }
    const verdict = await verdictOn(ground(), events);
    expect(verdict).toMatchObject(whole);
    expect(verdict.duplicates).toBeGreaterThan(0);
    await holds(0);
  });

  test('gives up what it has handed out too often (delivery limit): it is in the parking queue, whole', async () => {
    const limit = ['limit', `^${hrQueue(names.prefix)}$`, '{"delivery-limit": 2}'];
    await rabbitmq.control('set_policy', '--apply-to', 'queues', ...limit);
    await isReady(await start());
    toKafka.refuse();
    toKafka.kill();
    const events = await publishMany(ground(), 50);
    for (let times = 1; times <= 3; times++) {
      const delivered = () => (steps.delivered >= 50 * times ? true : undefined);
      await eventually(delivered, `all of them delivered, ${times} times`);
      toRabbitmq.kill();
    }
    const parked = async () => (await messagesIn(parkingQueue(names.prefix), rabbitmqUrl())) === 50 || undefined;
    await eventually(parked, 'all of them parked');
    const bodies = await drain(parkingQueue(names.prefix), rabbitmqUrl());
    expect(bodies.map((body) => JSON.parse(String(body)))).toEqual(events);
    toKafka.release();
    const later = await publishMany(ground(), 50);
    // What was on its way to Kafka when it was given up may be there, too.
    const { lost, ...verdict } = await verdictOn(ground(), [...events, ...later]);
    expect(verdict).toMatchObject({ unexpected: [], disordered: [] });
    expect(lost.filter((id) => !events.some((event) => event.id === id))).toEqual([]);
  });

  test('blocks who publishes (memory alarm): what is too large for Kafka waits, everything else goes on', async () => {
    const part = await start();
    await isReady(part);
    await part.stop();
    const events = await publishMany(ground(), 50);
    const huge = randomBytes(21 * 1024 * 1024);
    await onChannel((channel) => channel.assertQueue(names.foreign, { durable: false }), rabbitmqUrl());
    await publisher.publish('', names.foreign, huge);
    await rabbitmq.control('set_vm_memory_high_watermark', '0');
    try {
      await isReady(await start());
      const done = [`${hrQueue(names.prefix)}\t0`, `${names.foreign}\t1`, `${parkingQueue(names.prefix)}\t0`];
      await eventually(async () => isPartOf(done, await unfinished()) || undefined, 'only what is too large waits');
      expect(await check(kafka, names, events)).toMatchObject(whole);
    } finally {
      await rabbitmq.control('set_vm_memory_high_watermark', '0.4');
    }
    expect(await verdictOn(ground(), events)).toMatchObject(whole);
    const body = await eventually(
      async () => (await drain(parkingQueue(names.prefix), rabbitmqUrl()))[0],
      'the parked body',
    );
    expect(body.equals(huge)).toBe(true);
  });
});

describe('an ingress that hangs', () => {
  test('is taken for dead, and wakes up beside its heir: what it still sends are copies', async () => {
    const orders = { brokers: brokers(), names, url: `${rabbitmqUrl()}?heartbeat=1`, dieAt: 'sent', after: 1 };
    const script = join(import.meta.dirname, 'testing/dyingIngress.ts');
    const events = await publishMany(ground(), 200);
    const child = spawn(process.execPath, [script, JSON.stringify({ ...orders, signal: 'SIGSTOP' })], {
      stdio: 'inherit',
    });
    try {
      await eventually(() => isStopped(child.pid), 'it hangs');
      await start();
      expect(await verdictOn(ground(), events)).toMatchObject({ ...whole, duplicates: 0 });
      child.kill('SIGCONT');
      const copies = async () => (await check(kafka, names, events)).duplicates || undefined;
      await eventually(copies, 'its copies');
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    events.push(...(await publishMany(ground(), 50)));
    expect(await verdictOn(ground(), events)).toMatchObject(whole);
  });
});

describe('two ingress at a queue of somebody else', () => {
  test('share it: nothing is lost, but order is not kept there', async () => {
    await onChannel((channel) => channel.assertQueue(names.foreign, { durable: false }), rabbitmqUrl());
    const [one, other] = [await start(), await start()];
    await Promise.all([isReady(one), isReady(other)]);
    const events = eventsOf(names, 300);
    const send = (some: typeof events) =>
      Promise.all(
        some.map((event) =>
          publisher.publish('', names.foreign, Buffer.from(JSON.stringify(event)), {
            contentType: 'application/cloudevents+json',
          }),
        ),
      );
    await send(events.slice(0, 150));
    await one.stop();
    await send(events.slice(150));
    await eventually(
      async () => ((await messagesIn(names.foreign, rabbitmqUrl())) === 0 ? true : undefined),
      'an empty queue',
    );
    await other.stop();
    await start();
    expect(await verdictOn(ground(), events)).toMatchObject({ lost: [], unexpected: [] });
  });
});

describe('Kafka', () => {
  test('never says what became of a batch: it is sent again in the same order, and nothing is lost', async () => {
    await isReady(await start());
    const events = await publishMany(ground(), 10);
    await verdictOn(ground(), events);
    const answered = toKafka.holdBack((chunk) => chunk.includes('hr.vacations'));
    events.push(...(await publishMany(ground(), 100)));
    await answered;
    const again = taken('sent', 1);
    toKafka.refuse();
    toKafka.kill();
    await again;
    toKafka.release();
    events.push(...(await publishMany(ground(), 100)));
    const verdict = await verdictOn(ground(), events);
    expect(verdict).toMatchObject(whole);
    expect(verdict.duplicates).toBeGreaterThan(0);
  });

  test('is silent while we are stopped: the batch in flight is given up, and comes again', async () => {
    const part = await start();
    await isReady(part);
    toKafka.silence();
    const events = await publishMany(ground(), 50);
    await taken('sent', 1);
    // As long as a role may take (lib/role.ts).
    await withTimeout(part.stop(), 20_000, 'stopping');
    toKafka.release();
    await start();
    expect(await verdictOn(ground(), events)).toMatchObject(whole);
  });

  test('refuses dead letters, too: nothing is acknowledged, and the queue is not emptied', async () => {
    const part = await start({ timing: { probeEveryMs: 500, lookMs: 100 } });
    await isReady(part);
    await setMaxBytes(kafka, deadLetterTopic, 100);
    try {
      await publisher.publish(hrExchange(names.prefix), 'user.registered', Buffer.from('no json'));
      await eventually(() => (/holding/.test(part.ready() ?? '') ? true : undefined), 'it holds');
      await holds(1);
    } finally {
      await setMaxBytes(kafka, deadLetterTopic, 20 * 1024 * 1024);
    }
    const events = await publishMany(ground(), 50);
    expect(await verdictOn(ground(), events)).toMatchObject(whole);
    const [letter] = await lettersFound(ground(), 1);
    expect(letter?.value?.toString()).toBe('no json');
  });
});

describe('the registry', () => {
  test('is away: before the first start RabbitMQ keeps everything, later nobody misses it', async () => {
    const registry = await startRegistry({ brokers: brokers(), port: 0, log: silentLog });
    const toRegistry = await local(registry.port);
    toRegistry.refuse();
    const events = await publishMany(ground(), 50);
    const part = await start({ registryUrl: `http://127.0.0.1:${toRegistry.port}` });
    await eventually(() => (/registry/.test(part.ready() ?? '') ? true : undefined), 'it waits for the registry');
    expect(await queued()).toBe(50);
    toRegistry.release();
    await isReady(part);
    await toRegistry.close();
    await registry.stop();
    events.push(...(await publishMany(ground(), 50)));
    expect(await verdictOn(ground(), events)).toMatchObject({ ...whole, duplicates: 0 });
  });
});

/** As Linux says it: state T. */
const isStopped = (pid: number | undefined) => /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')) || undefined;

/** Each queue and how many messages it has that are not acknowledged, delivered ones included. */
const unfinished = async () => (await rabbitmq.control('-q', 'list_queues', 'name', 'messages')).split('\n');

const isPartOf = (some: readonly string[], all: readonly string[]) => some.every((each) => all.includes(each));

/** Publishes until a queue takes it, as an outbox does. */
async function untilTaken(event: ReturnType<typeof eventOf>): Promise<void> {
  const attempt = () =>
    publishEvent(publisher, names, event).then(
      () => true,
      () => undefined,
    );
  await eventually(attempt, 'a queue that takes it');
}

/** Class and method of AMQP 0-9-1, as the payload of a frame begins. */
const consumeOk = Buffer.from([0, 60, 0, 21]);
const cancel = Buffer.from([0, 60, 0, 30]);
const ack = Buffer.from([0, 60, 0, 80]);

/** basic.cancel (without an answer) of the consumer that this basic.consume-ok is about. */
function cancelOf(chunk: Buffer): Buffer {
  const at = chunk.indexOf(consumeOk);
  const tag = chunk.subarray(at + 4, at + 5 + (chunk[at + 4] ?? 0));
  const payload = Buffer.concat([cancel, tag, Buffer.from([1])]);
  const head = Buffer.alloc(7);
  head.writeUInt8(1);
  head.writeUInt16BE(chunk.readUInt16BE(at - 6), 1);
  head.writeUInt32BE(payload.length, 3);
  return Buffer.concat([head, payload, Buffer.from([0xce])]);
}

/** For channels to come: how long a delivery may stay unacknowledged, and how often that is looked at, in ms. */
const lateAfter = (ms: number, everyMs: number) =>
  `application:set_env(rabbit, consumer_timeout, ${ms}), application:set_env(rabbit, channel_tick_interval, ${everyMs}).`;
