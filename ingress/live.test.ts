import { spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { commandOf } from '#deadLetters/command.ts';
import { readLedger } from '#deadLetters/desk.ts';
import { runCommand } from '#deadLetters/run.ts';
import type { Publisher } from '#lib/amqp/publisher.ts';
import { amqpUrl, drain, onChannel } from '#lib/amqp/testing/broker.ts';
import type { Kafka } from '#lib/kafka/client.ts';
import { createKafka } from '#lib/kafka/client.ts';
import { createOutlet } from '#lib/kafka/outlet.ts';
import { silentLog } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { startProxy } from '#lib/testing/proxy.ts';
import { startKafka } from '#local/kafka.ts';
import type { LocalPart } from '#local/part.ts';
import { freePort } from '#local/ports.ts';
import { asEvent } from '#schemas/catalogue.ts';
import { hrExchange, hrQueue, parkingQueue } from '#schemas/exchange.ts';
import { blankEventsOf } from './erasure/blank.ts';
import type { Step } from './pump.ts';
import { serdeForTests } from './testing/serde.ts';
import {
  eventOf,
  eventsOf,
  type IngressUnderTest,
  isReady,
  lettersFound,
  lettersOf,
  messagesIn,
  type Names,
  newNames,
  publishEvent,
  publisherFor,
  publishMany as publishManyOn,
  readTopic,
  removeNames,
  setMaxBytes,
  startForTest,
  verdictOn as verdictOnAll,
} from './testing/underTest.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'ingress-'));
let port: number;
let broker: LocalPart;
let kafka: Kafka;
let names: Names;
let publisher: Publisher;
let parts: Part[];

const startBroker = () => startKafka({ dataDir, port, progress: () => undefined });

beforeAll(async () => {
  port = await freePort();
  broker = await startBroker();
  kafka = createKafka({ brokers: [`localhost:${port}`], clientId: 'test', log: silentLog });
}, 120_000);

afterAll(async () => {
  await broker?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

beforeEach(() => {
  names = newNames();
  parts = [];
  publisher = publisherFor(names);
});

afterEach(async () => {
  await Promise.all(parts.map((part) => part.stop()));
  await publisher.stop();
  await removeNames(names);
}, 30_000);

async function start(options: Partial<IngressUnderTest> = {}): Promise<Part> {
  const part = await startForTest({ brokers: [`localhost:${port}`], names, ...options });
  parts.push(part);
  return part;
}

const ground = () => ({ kafka, names, publisher });
const publishMany = (count: number) => publishManyOn(ground(), count);
const verdictOn = (events: readonly { id: string; subject: string }[]) => verdictOnAll(ground(), events);
const letters = (count: number) => lettersFound(ground(), count);

const publishText = (body: string | Buffer, type = 'user.registered') =>
  publisher.publish(hrExchange(names.prefix), type, Buffer.from(body), { messageId: 'm1', headers: { a: 'b' } });

describe('ingress', () => {
  test('takes events from our exchange and from a queue of somebody else into their topics, once and in order', async () => {
    await isReady(await start());
    const events = await publishMany(300);
    await onChannel(async (channel) => {
      await channel.assertQueue(names.foreign, { durable: false });
      channel.sendToQueue(names.foreign, Buffer.from('{"user_id": 7, "email": "a@b.c"}'));
    });
    expect(await verdictOn(events)).toEqual({ lost: [], unexpected: [], duplicates: 0, disordered: [] });
    const registered = await eventually(
      async () => (await readTopic(kafka, 'hr.users')).find(({ key }) => key.startsWith('7/')),
      'the registration',
    );
    expect(registered.headers).toMatchObject({ ce_type: 'user.registered', ce_idsource: 'same_text' });
    await eventually(
      async () => ((await messagesIn(hrQueue(names.prefix))) === 0 ? true : undefined),
      'an empty queue',
    );
  }, 60_000);

  test('keeps what was published before it started', async () => {
    const events = await publishMany(50);
    await start();
    expect(await verdictOn(events)).toMatchObject({ lost: [], unexpected: [] });
  }, 60_000);

  test.each<[Step, number]>([
    ['delivered', 40],
    ['encoded', 40],
    ['sent', 2],
    ['stored', 2],
    ['acknowledged', 2],
  ])(
    'loses nothing when it is killed once a message is %s',
    async (dieAt, after) => {
      const events = await publishMany(600);
      const script = join(import.meta.dirname, 'testing/dyingIngress.ts');
      const orders = JSON.stringify({ brokers: [`localhost:${port}`], names, dieAt, after });
      const child = spawn(process.execPath, [script, orders], { stdio: 'inherit' });
      const [, signal] = await once(child, 'exit');
      expect(signal).toBe('SIGKILL');
      await start();
      const verdict = await verdictOn(events);
      expect(verdict).toMatchObject({ lost: [], unexpected: [], disordered: [] });
      if (dieAt === 'stored') expect(verdict.duplicates).toBeGreaterThan(0);
      if (dieAt === 'delivered' || dieAt === 'encoded') expect(verdict.duplicates).toBe(0);
    },
    60_000,
  );

  test('loses nothing when its line to RabbitMQ is cut again and again under load', async () => {
    const url = new URL(amqpUrl);
    const proxy = await startProxy({ host: url.hostname, port: Number(url.port || 5672) });
    url.port = String(proxy.port);
    const part = await start({ url: url.href });
    await isReady(part);
    const events = [];
    for (let round = 0; round < 5; round++) {
      events.push(...(await publishMany(200)));
      proxy.kill();
    }
    expect(await verdictOn(events)).toMatchObject({ lost: [], unexpected: [], disordered: [] });
    await part.stop();
    await proxy.close();
  }, 60_000);

  test('loses nothing when Kafka is killed: it holds, says so, and goes on when Kafka is back', async () => {
    const part = await start({ timing: { holdAfterMs: 1_000, probeEveryMs: 300, lookMs: 100 } });
    await isReady(part);
    const before = await publishMany(100);
    await verdictOn(before);
    broker.signal('SIGKILL');
    const during = await publishMany(100);
    await eventually(() => (/holding/.test(part.ready() ?? '') ? true : undefined), 'it holds', 60_000);
    await eventually(
      async () => ((await messagesIn(hrQueue(names.prefix))) === 100 ? true : undefined),
      'RabbitMQ keeps all',
    );
    broker = await startBroker();
    const verdict = await verdictOn([...before, ...during]);
    expect(verdict).toMatchObject({ lost: [], unexpected: [], disordered: [] });
    await isReady(part);
  }, 120_000);

  test('stopped in order under load finishes what it has begun: the next one takes the rest, and nothing comes twice', async () => {
    const part = await start();
    await isReady(part);
    const publishing = publishMany(3_000);
    const ours = async () =>
      (await readTopic(kafka, 'hr.vacations')).find(({ headers }) => headers.ce_source === names.source);
    await eventually(ours, 'the first of them in Kafka');
    await part.stop();
    await start();
    expect(await verdictOn(await publishing)).toEqual({ lost: [], unexpected: [], duplicates: 0, disordered: [] });
  }, 60_000);

  test('beside a second one lets only one consume our queue, and the other takes over', async () => {
    const first = await start();
    const second = await start();
    await Promise.all([isReady(first), isReady(second)]);
    const events = await publishMany(300);
    await first.stop();
    events.push(...(await publishMany(300)));
    expect(await verdictOn(events)).toMatchObject({ lost: [], unexpected: [], disordered: [] });
  }, 60_000);

  test('is not stopped by a flood of messages that mean nothing', async () => {
    await isReady(await start());
    await Promise.all(Array.from({ length: 1_500 }, (_, at) => publishText(`no json ${at}`)));
    const events = await publishMany(1);
    expect(await verdictOn(events)).toMatchObject({ lost: [] });
    const found = await letters(1_500);
    expect(new Set(found.map(({ value }) => String(value))).size).toBe(1_500);
  }, 60_000);

  test('stops at a flood of dead letters after a bad deploy: what waits stays; an operator lets it go on', async () => {
    const part = await start({ letterLimit: 20 });
    const other = await start({ letterLimit: 20 });
    await Promise.all([isReady(part), isReady(other)]);
    await Promise.all(Array.from({ length: 300 }, (_, at) => publishText(`no json ${at}`)));
    const holding = (what: RegExp) =>
      eventually(() => [part, other].map((each) => each.ready() ?? '').find((why) => what.test(why)), String(what));
    expect(await holding(/holding, 20 of the last 40/)).toMatch(/hr.events: .* malformed_json; .* resume hr.events$/);
    await holding(/holding, .* stopped it: 20 of the last 40/);
    await eventually(
      async () => ((await messagesIn(hrQueue(names.prefix))) >= 300 - 2 * 20 ? true : undefined),
      'what waits is back in its queue',
    );
    expect((await lettersOf(kafka, names)).length).toBeLessThanOrEqual(2 * 20);
    await onChannel((channel) => channel.purgeQueue(hrQueue(names.prefix)));
    const desk = { kafka, amqpUrl, prefix: names.prefix, log: silentLog };
    const out = { write: () => undefined, columns: undefined };
    expect(await runCommand(commandOf(['resume', 'hr.events'], Date.now()), desk, out)).toBe(0);
    await Promise.all([isReady(part), isReady(other)]);
    const stopped = async () => (await readLedger(desk)).stopped.list();
    await eventually(async () => ((await stopped()).length === 0 ? true : undefined), 'no route stands');
    expect(await verdictOn(await publishMany(10))).toMatchObject({ lost: [] });
  }, 60_000);

  test('tries one message after a while by itself, and goes on with a good one', async () => {
    const part = await start({ letterLimit: 20, timing: { pauseMs: 300 } });
    await isReady(part);
    await Promise.all(Array.from({ length: 22 }, (_, at) => publishText(`no json ${at}`)));
    const events = await publishMany(10);
    expect(await verdictOn(events)).toEqual({ lost: [], unexpected: [], duplicates: 0, disordered: [] });
    expect(await lettersOf(kafka, names)).toHaveLength(22);
    await isReady(part);
  }, 60_000);

  test('is not stopped by a few bad messages among good ones', async () => {
    const part = await start({ letterLimit: 20 });
    await isReady(part);
    const events = eventsOf(names, 120);
    await Promise.all(
      events.flatMap((event, at) => [
        publishEvent(publisher, names, event),
        ...(at % 3 === 0 ? [publishText(`no json ${at}`)] : []),
      ]),
    );
    expect(await verdictOn(events)).toMatchObject({ lost: [] });
    expect(await letters(40)).toHaveLength(40);
  }, 60_000);

  test('writes dead letters with the bytes as they came, the reason and all that a replay needs', async () => {
    await isReady(await start());
    const bad = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    await publishText(bad);
    const [letter] = await letters(1);
    expect(letter?.value).toEqual(bad);
    expect(letter?.headers).toMatchObject({
      dead_reason: 'not_utf8',
      dead_stage: 'ingress',
      dead_attempt: '1',
      amqp_exchange: hrExchange(names.prefix),
      amqp_routing_key: 'user.registered',
      amqp_queue: hrQueue(names.prefix),
      amqp_redelivered: 'false',
    });
    const properties = JSON.parse(letter?.headers.amqp_properties ?? '');
    expect(properties).toMatchObject({ messageId: 'm1', headers: { a: 'b' }, deliveryMode: 2 });
  }, 60_000);

  test('keeps a message of 2 MiB whole in Kafka, and one of 25 MiB whole in RabbitMQ', async () => {
    await isReady(await start());
    const large = randomBytes(2 * 1024 * 1024);
    const huge = randomBytes(25 * 1024 * 1024);
    const sha256 = createHash('sha256').update(huge).digest('hex');
    await Promise.all([publishText(large), publishText(huge)]);
    const events = await publishMany(1);
    expect(await verdictOn(events)).toMatchObject({ lost: [] });
    const found = await letters(2);
    expect(found.find(({ headers }) => headers.dead_parked === undefined)?.value?.equals(large)).toBe(true);
    const parked = found.find(({ headers }) => headers.dead_parked === 'true');
    expect(parked?.headers).toMatchObject({
      dead_reason: 'too_large',
      dead_sha256: sha256,
      dead_size: String(huge.length),
    });
    expect(parked?.value?.equals(huge.subarray(0, 64 * 1024))).toBe(true);
    const [body] = await drain(parkingQueue(names.prefix));
    expect(body?.equals(huge)).toBe(true);
  }, 60_000);

  test('finds the one record in a batch that Kafka refuses, and stores the others', async () => {
    const limit = (bytes: number) => setMaxBytes(kafka, 'hr.vacations', bytes);
    await isReady(await start());
    const events = await publishMany(100);
    await verdictOn(events);
    await limit(1_200);
    try {
      const data = { ...eventOf(names, 'p1', 0).data, reason: 'x'.repeat(3_000) };
      const fat = { ...eventOf(names, 'p1', 0), type: 'vacation.request.cancelled', data };
      const more = publishMany(20);
      await publishEvent(publisher, names, fat);
      events.push(...(await more), ...(await publishMany(20)));
      expect(await verdictOn(events)).toMatchObject({ lost: [], unexpected: [], disordered: [] });
      const [letter] = await letters(1);
      expect(letter?.headers).toMatchObject({ dead_reason: 'too_large' });
      expect(JSON.parse(String(letter?.value))).toEqual(fat);
    } finally {
      await limit(1_048_588);
    }
  }, 60_000);
});

describe('somebody who asks to be erased', () => {
  const told = (type: string, person: string, data: object) => ({
    specversion: '1.0',
    id: randomUUID(),
    source: names.source,
    type,
    time: new Date().toISOString(),
    data: { employeeId: `${names.prefix}${person}`, ...data },
  });
  const registered = (person: string) =>
    told('user.registered', person, { firstName: 'Олена', lastName: 'Коваль', email: 'o@company.example' });
  const asked = (person: string) =>
    told('vacation.request.submitted', person, {
      requestId: 'r1',
      leaveType: 'annual',
      from: '2026-12-01',
      to: '2026-12-02',
      comment: 'До лікаря',
    });

  /** The newest record of each event of a person. */
  async function newest(person: string) {
    const serde = await serdeForTests();
    const records = [...(await readTopic(kafka, 'hr.users')), ...(await readTopic(kafka, 'hr.vacations'))];
    const theirs = records.filter(({ key }) => key.startsWith(`${names.prefix}${person}/`));
    const byKey = new Map(theirs.map((record) => [record.key, record]));
    return [...byKey.values()].map(({ value, headers }) => ({ ...asEvent(serde.decode(value as Buffer)), headers }));
  }
  const blank = (type: string) => ({ type, redacted: true, headers: { ce_type: type, ce_source: names.source } });
  const blanked = (person: string) =>
    eventually(async () => {
      const events = await newest(person);
      return events.length === 3 && events.every((event) => event.redacted) ? events : undefined;
    }, 'blank events');

  test('has the personal part of every event blanked under its key; nobody else is touched', async () => {
    await isReady(await start());
    for (const event of [registered('e1'), asked('e1'), registered('e2'), told('user.erasure_requested', 'e1', {})])
      await publishEvent(publisher, names, event);
    expect(await blanked('e1')).toMatchObject([
      { ...blank('user.registered'), firstName: null, lastName: null, email: null },
      { type: 'user.erasure_requested' },
      { ...blank('vacation.request.submitted'), comment: null, leaveType: 'annual', from: '2026-12-01' },
    ]);
    expect(await newest('e2')).toMatchObject([{ redacted: false, firstName: 'Олена' }]);
  });

  test('has what comes late blanked by the command, and a second time nothing is left to do', async () => {
    await isReady(await start());
    for (const event of [registered('e3'), asked('e3')]) await publishEvent(publisher, names, event);
    await eventually(async () => ((await newest('e3')).length === 2 ? true : undefined), 'both events');
    const outlet = createOutlet(kafka);
    const erase = async () =>
      blankEventsOf({ kafka, serde: await serdeForTests(), outlet }, new Set([`${names.prefix}e3`]));
    expect([await erase(), await erase()]).toEqual([2, 0]);
    await outlet.close();
    expect(await newest('e3')).toMatchObject([blank('user.registered'), blank('vacation.request.submitted')]);
  });
});

describe('npm run dead-letters', () => {
  /** Runs it as from a shell; only letters of this test are counted. */
  async function command(...args: string[]) {
    const output: string[] = [];
    const desk = { kafka, amqpUrl, prefix: names.prefix, log: silentLog };
    const out = { write: (text: string) => void output.push(text), columns: undefined };
    const code = await runCommand(commandOf([...args, '--by', 'me'], Date.now()), desk, out);
    return { code, output: output.join('') };
  }

  test('lists a letter, shows it, and replays it to where it came from, now that it can be used', async () => {
    await isReady(await start());
    const event = { ...eventOf(names, 'p1', 0), time: new Date(Date.now() + 5 * 60_000 + 2_000).toISOString() };
    await publishEvent(publisher, names, event);
    const [letter] = await letters(1);
    const place = `${letter?.partition}/${letter?.offset}`;
    expect((await command('list', '--reason', 'from_the_future')).output).toContain(`${place}\t`);
    expect((await command('show', place)).output).toContain(event.id);
    expect(await command('replay', place, '--dry-run')).toMatchObject({ code: 0 });
    await eventually(() => (Date.parse(event.time) - Date.now() < 5 * 60_000 ? true : undefined), 'its time');
    expect((await command('replay', place)).output).toContain(`replayed to queue ${hrQueue(names.prefix)}`);
    expect(await verdictOn([event])).toMatchObject({ lost: [], unexpected: [], duplicates: 0 });
  }, 60_000);

  test('replays a parked body too; what is still bad comes back with the next attempt', async () => {
    await isReady(await start());
    const huge = Buffer.alloc(21 * 1024 * 1024, 'x');
    await Promise.all([publishText(huge), publishText('no json')]);
    for (const letter of await letters(2)) {
      expect(await command('replay', `${letter.partition}/${letter.offset}`)).toMatchObject({ code: 0 });
    }
    const replayed = await command('list', '--queue', hrQueue(names.prefix), '--state', 'replayed');
    expect(replayed.output).toContain('too_large');
    expect(replayed.output).toContain('malformed_json');
    const again = (await letters(4)).filter(({ headers }) => headers.dead_attempt === '2');
    expect(again.map(({ headers }) => headers.dead_reason).sort()).toEqual(['malformed_json', 'too_large']);
    expect(again[0]?.headers.amqp_routing_key).toBe('user.registered');
    expect(await messagesIn(parkingQueue(names.prefix))).toBe(1);
  }, 60_000);

  test('says so when the queue of a letter is gone', async () => {
    await onChannel((channel) => channel.assertQueue(names.foreign, { durable: false }));
    const part = await start();
    await isReady(part);
    await publisher.publish('', names.foreign, Buffer.from('no json'));
    const [letter] = await letters(1);
    await part.stop();
    await onChannel((channel) => channel.deleteQueue(names.foreign));
    const { code, output } = await command('replay', `${letter?.partition}/${letter?.offset}`);
    expect(code).toBe(1);
    expect(output).toContain(`not replayed: no queue takes ${names.foreign}`);
  }, 60_000);
});
