import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Channel, ConsumeMessage } from 'amqplib';
import { openConnection } from '#lib/amqp/connection.ts';
import { declare } from '#lib/amqp/declarations.ts';
import { amqpUrl, onChannel, uniqueName } from '#lib/amqp/testing/broker.ts';
import { deadLetterOf, failureHeaders } from '#lib/deadLetter.ts';
import { createKafka, type Kafka, withAdmin } from '#lib/kafka/client.ts';
import { createOutlet } from '#lib/kafka/outlet.ts';
import { ensureTopics } from '#lib/kafka/topics.ts';
import { silentLog } from '#lib/log.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { startKafka } from '#local/kafka.ts';
import type { LocalPart } from '#local/part.ts';
import { freePort } from '#local/ports.ts';
import { hrDeclarations, hrQueue, inboxQueue, parkingQueue } from '#schemas/exchange.ts';
import { deadLetterTopic, publicTopics } from '#schemas/topics.ts';
import { inboxDeclarations } from '#services/common/messaging/inboxDeclarations.ts';
import { commandOf } from './command.ts';
import { runCommand } from './run.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'letters-'));
let broker: LocalPart;
let kafka: Kafka;
let prefix: string;

beforeAll(async () => {
  const port = await freePort();
  broker = await startKafka({ dataDir, port, progress: () => undefined });
  kafka = createKafka({ brokers: [`localhost:${port}`], clientId: 'test', log: silentLog });
  await withAdmin(kafka, (admin) => ensureTopics(admin, publicTopics(2)));
}, 120_000);

afterAll(async () => {
  await broker?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

const vacation = () => inboxQueue('vacation', prefix);

beforeEach(async () => {
  prefix = `${uniqueName('letters')}.`;
  const connection = await openConnection({ url: amqpUrl, name: 'test', log: silentLog });
  await declare(connection, hrDeclarations(prefix), silentLog);
  await declare(connection, inboxDeclarations({ queue: vacation(), prefix, patterns: [] }), silentLog);
  await connection.close();
});

afterEach(async () => {
  const { exchanges } = inboxDeclarations({ queue: vacation(), prefix, patterns: [] });
  await onChannel(async (channel) => {
    for (const queue of [hrQueue(prefix), parkingQueue(prefix), vacation(), `${vacation()}.dead`])
      await channel.deleteQueue(queue);
    for (const { name } of [...exchanges, ...hrDeclarations(prefix).exchanges]) await channel.deleteExchange(name);
  });
});

/** Runs it as from a shell. */
async function command(...args: string[]) {
  const output: string[] = [];
  const desk = { kafka, amqpUrl, prefix, log: silentLog };
  const out = { write: (text: string) => void output.push(text), columns: undefined };
  const code = await runCommand(commandOf([...args, '--by', 'olena'], Date.now()), desk, out);
  return { code, output: output.join('') };
}

/** The lines of a list, by the names of their columns. */
async function list(...filters: string[]): Promise<Readonly<Record<string, string>>[]> {
  const { output } = await command('list', ...filters);
  const [names = [], ...rows] = output
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? ''])));
}

const send = (queue: string, body: string, options: object = {}) =>
  onChannel(async (channel) => void channel.sendToQueue(queue, Buffer.from(body), { messageId: 'm1', ...options }));

const countIn = (queue: string, count: number) =>
  eventually(
    () => onChannel(async (channel) => ((await channel.checkQueue(queue)).messageCount === count ? true : undefined)),
    `${count} in ${queue}`,
  );

/** The first message that somebody gets who reads the queue. */
const first = (queue: string, use: (channel: Channel, message: ConsumeMessage) => void): Promise<string> =>
  onChannel((channel) => {
    const { promise, resolve } = Promise.withResolvers<string>();
    function take(message: ConsumeMessage | null) {
      if (!message) return;
      use(channel, message);
      resolve(String(message.content));
    }
    return channel.consume(queue, take).then(() => promise);
  });

const givenUpByVacation = (detail: string) =>
  send(`${vacation()}.dead`, `{"source": "/user", "note": "${detail}"}`, {
    headers: failureHeaders({ reason: 'failed', detail }, { stage: vacation(), timestamp: 9_000, replays: undefined }),
  });

/** Waits longer than it may, is refused, or finds no queue. */
async function threeOfRabbitMq(): Promise<void> {
  const queue = hrQueue(prefix);
  await send(queue, '{"source": "/late"}', { expiration: '1' });
  await countIn(parkingQueue(prefix), 1);
  await send(queue, '{"source": "/refused"}');
  await countIn(queue, 1);
  await first(queue, (channel, message) => channel.nack(message, false, false));
  await countIn(parkingQueue(prefix), 2);
  await onChannel(
    async (channel) =>
      void channel.publish(`${prefix}hr.events.unrouted`, 'user.registered', Buffer.from('{"source": "/lost"}')),
  );
  await countIn(parkingQueue(prefix), 3);
}

describe('npm run dead-letters', () => {
  test('says that there is none', async () => {
    expect(await command('list', '--queue', hrQueue(prefix))).toEqual({ code: 0, output: 'No open dead letters.\n' });
  });

  test('lists what RabbitMQ gave up beside what services and sinks did, each with its reason and publisher, and filters', async () => {
    await threeOfRabbitMq();
    await givenUpByVacation('why');
    const outlet = createOutlet(kafka);
    const record = { topic: 'hr.users', partition: 1, offset: 4n, timestamp: 1, key: 'k', value: Buffer.from('v') };
    const letter = deadLetterOf(
      { ...record, headers: { ce_source: prefix } },
      { reason: 'poison', detail: '' },
      'sinks',
    );
    await outlet.send([{ topic: deadLetterTopic, partition: 0, ...letter }]);
    await outlet.close();
    const all = await list();
    const told = (row: Readonly<Record<string, string>>) => [row.stage, row.reason, row.publisher];
    expect(all.map(told)).toEqual(
      expect.arrayContaining([
        ['rabbitmq', 'expired', '/late'],
        ['rabbitmq', 'rejected', '/refused'],
        ['rabbitmq', 'unroutable', '/lost'],
        [vacation(), 'failed', '/user'],
        ['sinks', 'poison', prefix],
      ]),
    );
    expect((await list('--queue', vacation())).map(told)).toEqual([[vacation(), 'failed', '/user']]);
    expect((await list('--queue', hrQueue(prefix), '--reason', 'expired')).map(told)).toEqual([
      ['rabbitmq', 'expired', '/late'],
    ]);
    expect((await list('--publisher', prefix)).map(told)).toEqual([['sinks', 'poison', prefix]]);
    expect(await list('--queue', hrQueue(prefix), '--until', '1d')).toMatchObject([{ reason: 'unroutable' }]);
    await countIn(parkingQueue(prefix), 3);
  }, 60_000);

  test('shows one, and replays it to the queue where it died', async () => {
    await threeOfRabbitMq();
    const [expired] = await list('--queue', hrQueue(prefix), '--reason', 'expired');
    expect((await command('show', expired?.letter ?? '')).output).toContain('"source": "/late"');
    expect(await command('replay', expired?.letter ?? '')).toMatchObject({
      code: 0,
      output: expect.stringContaining(`replayed to queue ${hrQueue(prefix)}`),
    });
    await countIn(hrQueue(prefix), 1);
    expect((await list('--queue', hrQueue(prefix))).map(({ reason }) => reason).sort()).toEqual([
      'rejected',
      'unroutable',
    ]);
    expect(await first(hrQueue(prefix), (channel, message) => channel.ack(message))).toBe('{"source": "/late"}');
  }, 60_000);

  test('closes with a reason: it is out of its queue, not open any more, on record, and can be opened and replayed again', async () => {
    await givenUpByVacation('one');
    await givenUpByVacation('two');
    const [one] = (await list('--queue', vacation())).filter(({ detail }) => detail === 'one');
    const place = one?.letter ?? '';
    expect(await command('close', place, '--because', 'test data')).toMatchObject({ code: 0 });
    await countIn(`${vacation()}.dead`, 1);
    expect((await list('--queue', vacation())).map(({ detail }) => detail)).toEqual(['two']);
    expect(await list('--queue', vacation(), '--state', 'closed')).toMatchObject([{ letter: place, state: 'closed' }]);
    expect((await command('show', place)).output).toMatch(/decision: close on .* by olena test data/);
    expect(await command('reopen', place)).toMatchObject({ code: 0 });
    expect(await list('--queue', vacation())).toHaveLength(2);
    expect(await command('replay', '--queue', vacation())).toMatchObject({ code: 0 });
    await countIn(vacation(), 2);
    expect(await command('list', '--queue', vacation())).toMatchObject({ output: 'No open dead letters.\n' });
    expect(await list('--queue', vacation(), '--state', 'replayed')).toHaveLength(2);
  }, 60_000);
});
