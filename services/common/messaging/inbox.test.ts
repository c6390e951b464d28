import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { openConnection } from '#lib/amqp/connection.ts';
import { onChannel } from '#lib/amqp/testing/broker.ts';
import { replayHeaders } from '#lib/deadLetter.ts';
import { silentLog } from '#lib/log.ts';
import { registry } from '#lib/metrics.ts';
import type { Part } from '#lib/role.ts';
import { eventually } from '#lib/testing/eventually.ts';
import type { EventOf } from '#schemas/event.ts';
import type deactivated from '#schemas/events/user.deactivated.ts';
import { eventIdOf } from '#schemas/reader/identity.ts';
import { type Accounts, accountMigrations, openAccounts } from '../testing/accounts.ts';
import { type TestBroker, testBroker } from '../testing/broker.ts';
import { child, ended, started } from '../testing/child.ts';
import { count } from '../testing/counting.ts';
import { databases, type TestDatabase, testDatabase } from '../testing/databases.ts';
import { countLetters, lookAt, sendBack } from './deadLetters.ts';
import type { Received } from './events.ts';
import { type InboxOptions, subscribe, Undeliverable } from './inbox.ts';
import { deadQueue } from './inboxDeclarations.ts';

jest.setTimeout(60_000);

const event = (more: object = {}, data: object = {}) => ({
  specversion: '1.0',
  id: randomUUID(),
  source: '/users',
  type: 'user.deactivated',
  subject: 'a',
  time: '2026-07-01T10:00:00.000Z',
  data: { employeeId: 'a', ...data },
  ...more,
});

describe.each(databases)('an inbox on %s', (kind) => {
  let database: TestDatabase<Accounts>;
  let broker: TestBroker;
  let queue: string;
  const parts: Part[] = [];
  beforeEach(async () => {
    [database, broker] = await Promise.all([testDatabase<Accounts>(kind, accountMigrations), testBroker()]);
    queue = `${broker.prefix}leaveline.test`;
    await openAccounts(database, ['a', 'b']);
  });
  afterEach(async () => {
    for (const part of parts.splice(0)) await part.stop();
    await broker.stop(queue);
    await database.drop();
  });

  const listen = async (handle: InboxOptions<Accounts>['handle'], more: object = {}): Promise<Part> => {
    const { url, prefix } = broker;
    const part = subscribe({ database, url, log: silentLog, queue, prefix, patterns: ['user.#'], handle, ...more });
    parts.push(part);
    await eventually(() => part.ready() === null);
    return part;
  };
  const changes = async (id = 'a') =>
    (await database.db.selectFrom('accounts').select('changes').where('id', '=', id).executeTakeFirstOrThrow()).changes;
  const publish = (body: { type: string }) => broker.publish(body.type, body);
  const counted = async (name: string) => {
    const { values } = (await registry.getSingleMetric(name)?.get()) ?? { values: [] };
    return values.find(({ labels }) => labels.queue === queue)?.value ?? 0;
  };

  test('hands over what it is bound to, read by its type', async () => {
    const received: Received[] = [];
    await listen(async (one) => void received.push(one));
    const known = event({ traceparent: '00-x' }, { lastDay: '2026-07-31' });
    await publish(event({ type: 'vacation.request.submitted' }));
    await publish(known);
    await eventually(() => received.length === 1);
    const [first] = received;
    expect(first).toMatchObject({
      id: known.id,
      type: 'user.deactivated',
      source: '/users',
      subject: 'a',
      time: Date.parse(known.time),
      traceparent: '00-x',
    });
    if (first?.event?.type !== 'user.deactivated') throw new Error('not read by its type');
    const read = first.event as unknown as EventOf<typeof deactivated>;
    expect([read.eventId, read.lastDay]).toEqual([known.id, '2026-07-31']);
    expect(first.data).toEqual(known.data);
  });

  test('has the effect of an event once, however often it comes', async () => {
    const twice = event();
    await listen(count);
    for (const one of [twice, event(), twice, twice, event({}, { employeeId: 'b' })]) await publish(one);
    await eventually(async () => (await changes('b')) === 1);
    expect(await changes()).toBe(2);
  });

  test('has the effect of each event of one id, knows copies of either, and tells of the publisher', async () => {
    const told: object[] = [];
    const log = { ...silentLog, warn: (facts: object) => void told.push(facts) } as typeof silentLog;
    await listen(count, { log });
    const first = event();
    const elsewhere = event({ id: first.id, source: '/hr' });
    const again = event({ id: first.id }, { lastDay: '2026-07-31' });
    const { data, ...attributes } = again;
    const turned = { data: Object.fromEntries(Object.entries(data).reverse()), ...attributes };
    const all = [first, elsewhere, again, turned, first, elsewhere, again, event({}, { employeeId: 'b' })];
    for (const one of all) await publish(one as typeof first);
    await eventually(async () => (await changes('b')) === 1);
    expect(await changes()).toBe(3);
    expect(told).toEqual([{ queue, id_reused: 'user.deactivated', source: '/users', eventId: first.id }]);
    expect(await counted('leaveline_inbox_id_reused_total')).toBe(1);
  });

  test('has the effect of both where two sources count from 1', async () => {
    await listen(count);
    const [olha, petro] = [event({ id: '42' }), event({ id: '42', source: '/hr' }, { employeeId: 'b' })];
    for (const one of [olha, petro, olha, petro]) await publish(one);
    await eventually(
      async () => (await changes('a')) === 1 && (await changes('b')) === 1 && (await broker.count(queue)) === 0,
    );
  });

  test('has it once also when two processes listen', async () => {
    await listen(count);
    await listen(count);
    const events = Array.from({ length: 50 }, () => event());
    for (const one of [...events, ...events, event({}, { employeeId: 'b' })]) await publish(one);
    await eventually(
      async () => (await broker.count(queue)) === 0 && (await changes('b')) === 1 && (await changes()) >= 50,
    );
    await Promise.all(parts.splice(0).map((part) => part.stop()));
    expect(await changes()).toBe(50);
  });

  test('tries again what failed, with nothing of the failed try left', async () => {
    let tries = 0;
    await listen(async (one, trx) => {
      await count(one, trx);
      if (++tries < 4) throw new Error('not yet');
    });
    await publish(event());
    await eventually(async () => (await changes()) === 1);
    expect(tries).toBe(4);
  });

  test('gives up after its tries, keeps the whole message with the reason, and goes on', async () => {
    let tries = 0;
    await listen(
      async (one, trx) => {
        await count(one, trx);
        if (one.data.employeeId === 'a' && ++tries) throw new Error('never');
      },
      { attempts: 3 },
    );
    const bad = event();
    await publish(bad);
    await publish(event({}, { employeeId: 'b' }));
    await eventually(async () => (await changes('b')) === 1);
    const letters = await broker.take(deadQueue(queue));
    expect(letters).toMatchObject([
      {
        body: bad,
        properties: {
          headers: { dead_reason: 'failed', dead_detail: 'Error: never', 'x-replay-routing-key': 'user.deactivated' },
        },
      },
    ]);
    expect([
      await changes(),
      await database.db.selectFrom('inbox').select('event_id').where('event_id', '=', bad.id).execute(),
    ]).toEqual([0, []]);
    expect(tries).toBeGreaterThanOrEqual(3);
  });

  test('gives up at once what its handler calls undeliverable, what is no event, and what breaks its schema', async () => {
    await listen(async (one, trx) => {
      if (one.data.employeeId === 'x') throw new Undeliverable('nobody of that name');
      await count(one, trx);
    });
    await publish(event({}, { employeeId: 'x' }));
    await broker.publish('user.deactivated', 'no json');
    await broker.publish('user.deactivated', '[1]');
    await broker.publish('user.deactivated', { id: 'x' });
    await publish(event({}, { lastDay: 'someday' }));
    await publish(event({ type: 'user.unheard_of' }));
    await publish(event({ time: '9999-12-31T23:59:59Z' }));
    await publish(event());
    await eventually(async () => (await changes()) === 1);
    const letters = await broker.take(deadQueue(queue));
    expect(letters.map(({ properties }) => properties.headers?.dead_reason)).toEqual([
      'undeliverable',
      'malformed_json',
      'not_an_object',
      'schema_violation',
      'schema_violation',
      'unknown_type',
      'from_the_future',
    ]);
  });

  test('gets back what it had given up, once the cause is gone: one letter, or all', async () => {
    let broken = true;
    await listen(async (one, trx) => {
      if (broken) throw new Undeliverable('a bug');
      await count(one, trx);
    });
    const [first, second] = [event(), event({}, { employeeId: 'b' })];
    await publish(first);
    await publish(second);
    await broker.publish('user.deactivated', 'no json');
    await eventually(async () => (await broker.count(deadQueue(queue))) === 3);
    broken = false;
    const connection = await openConnection({ url: broker.url, name: 'test', log: silentLog });
    expect([await countLetters(connection, queue), await countLetters(connection, `${queue}.none`)]).toEqual([3, 0]);
    expect(await lookAt(connection, queue)).toMatchObject([
      { id: first.id, type: 'user.deactivated', reason: 'undeliverable', detail: 'a bug' },
      { id: second.id, body: JSON.stringify(second) },
      { id: '#3', reason: 'malformed_json', body: 'no json' },
    ]);
    for (let look = 0; look < 20; look++) expect(await lookAt(connection, queue)).toHaveLength(3);
    expect(await sendBack(connection, queue, second.id)).toBe(1);
    await eventually(async () => (await changes('b')) === 1);
    expect([await changes('a'), (await lookAt(connection, queue)).map(({ id }) => id)]).toEqual([0, [first.id, '#2']]);
    expect(await sendBack(connection, queue, null)).toBe(2);
    await eventually(async () => (await changes('a')) === 1 && (await broker.count(deadQueue(queue))) === 1);
    await connection.close();
    expect(await changes('b')).toBe(1);
  });

  test('reads what ingress reads, and gets a letter back as it was', async () => {
    const heard: Received[] = [];
    let broken = true;
    await listen(async (one) => {
      if (broken) throw new Undeliverable('a bug');
      heard.push(one);
    });
    const seconds = Math.floor(Date.now() / 1e3) - 60;
    const body = gzipSync(JSON.stringify({ employeeId: 'a' }));
    const properties = {
      contentType: 'application/json',
      contentEncoding: 'gzip, UTF-8',
      timestamp: seconds,
      messageId: 'm-1',
    };
    await broker.publish('user.deactivated', body, {
      ...properties,
      appId: 'legacy',
      expiration: '60000',
      headers: { large: 'x'.repeat(60_000) },
    });
    await eventually(async () => (await broker.count(deadQueue(queue))) === 1);
    broken = false;
    const connection = await openConnection({ url: broker.url, name: 'test', log: silentLog });
    expect(await sendBack(connection, queue, null)).toBe(1);
    await connection.close();
    await eventually(() => heard.length === 1);
    expect(heard[0]).toMatchObject({
      type: 'user.deactivated',
      source: '/legacy',
      time: seconds * 1e3,
      data: { employeeId: 'a' },
    });
    expect(heard[0]?.id).toBe(eventIdOf('/legacy', 'm-1'));
  });

  describe('of messages without an id', () => {
    const plain = { contentType: 'application/json' };
    const timestamp = Math.floor(Date.now() / 1e3) - 60;

    test('takes those of one text and timestamp for copies, and those without a timestamp for events of their own', async () => {
      await listen(count);
      for (const properties of [plain, plain, { ...plain, timestamp }, { ...plain, timestamp }])
        await broker.publish('user.deactivated', { employeeId: 'a' }, properties);
      await publish(event({}, { employeeId: 'b' }));
      await eventually(async () => (await changes('b')) === 1);
      expect(await changes()).toBe(3);
    });

    test('gives a letter back its first identity, however often it is given up', async () => {
      const heard: Received[] = [];
      let broken = true;
      await listen(async (one) => {
        if (broken) throw new Undeliverable('a bug');
        heard.push(one);
      });
      await broker.publish('user.deactivated', { employeeId: 'a' }, plain);
      const identities: unknown[] = [];
      for (let times = 0; times < 2; times++) {
        await eventually(async () => (await broker.count(deadQueue(queue))) === 1);
        const [letter] = await broker.take(deadQueue(queue));
        const headers = replayHeaders(letter?.properties.headers ?? {});
        identities.push([headers['x-replay-id'], headers['x-replay-received-at']]);
        broken = times === 0;
        // A crash between sending it back and taking it away leaves a copy.
        for (let copies = 0; copies < (broken ? 1 : 2); copies++)
          await onChannel(async (channel) =>
            channel.sendToQueue(queue, Buffer.from(JSON.stringify(letter?.body)), { ...plain, headers }),
          );
      }
      await publish(event());
      await eventually(() => heard.length === 2);
      expect(heard.map(({ id, time }) => [id, time])[0]).toEqual(identities[0]);
      expect(identities[1]).toEqual(identities[0]);
    });

    test('counts one that another process may have had', async () => {
      await (await listen(count)).stop();
      await broker.publish('user.deactivated', { employeeId: 'a' }, plain);
      await broker.publish('user.deactivated', { employeeId: 'a' }, { ...plain, timestamp });
      // What is handed out and not acknowledged is redelivered.
      await onChannel(async (channel) => {
        await eventually(async () => Boolean(await channel.get(queue)));
        await eventually(async () => Boolean(await channel.get(queue)));
      });
      await listen(count);
      await eventually(async () => (await changes()) === 2);
      expect(await counted('leaveline_inbox_identity_in_doubt_total')).toBe(1);
    });
  });

  test('gets back, as it had come, also what RabbitMQ had given up', async () => {
    const part = await listen(count);
    await part.stop();
    await broker.publish(
      'user.deactivated',
      { employeeId: 'a' },
      { contentType: 'application/json', messageId: 'm-1' },
    );
    await onChannel(async (channel) => {
      await eventually(async () => {
        const message = await channel.get(queue);
        if (message) channel.nack(message, false, false);
        return Boolean(message);
      });
    });
    await eventually(async () => (await broker.count(deadQueue(queue))) === 1);
    await listen(count);
    const connection = await openConnection({ url: broker.url, name: 'test', log: silentLog });
    expect(await sendBack(connection, queue, null)).toBe(1);
    await connection.close();
    await eventually(async () => (await changes()) === 1);
    expect(await broker.count(deadQueue(queue))).toBe(0);
  });

  test('acknowledges nothing beyond a letter that RabbitMQ does not have yet', async () => {
    const part = await listen(count);
    await onChannel((channel) => channel.deleteQueue(deadQueue(queue)));
    await broker.publish('user.deactivated', 'no json');
    await publish(event());
    await eventually(() => part.ready() === 'its dead letters cannot be stored');
    expect(await changes()).toBe(0);
    await listen(count);
    await eventually(async () => (await changes()) === 1);
    expect(await broker.take(deadQueue(queue))).toMatchObject([{ body: 'no json' }]);
  });

  test('waits for a database that is away, however long, and loses no event', async () => {
    let away = true;
    const part = await listen(
      async (one, trx) => {
        if (away) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
        await count(one, trx);
      },
      { attempts: 1 },
    );
    await publish(event());
    await eventually(() => part.ready() === 'waiting for the database');
    away = false;
    await eventually(async () => (await changes()) === 1);
    await eventually(() => part.ready() === null);
    expect(await broker.count(deadQueue(queue))).toBe(0);
  });

  test('has each effect once when its process is killed before and after its commits', async () => {
    const settings = { env: database.env, url: broker.url, prefix: broker.prefix, queue };
    await (await listen(count)).stop();
    const deaths = [
      { dieAt: 'effect', after: 5 },
      { dieAt: 'commit', after: 1 },
      { dieAt: 'effect', after: 1 },
      { dieAt: 'commit', after: 3 },
    ];
    for (const death of deaths) {
      const events = Array.from({ length: 10 }, () => event());
      for (const one of [...events, ...events.slice(0, 3)]) await publish(one);
      expect(await ended(child('./dyingInbox.ts', { ...settings, ...death }))).toBe('SIGKILL');
    }
    await publish(event({}, { employeeId: 'b' }));
    const last = child('./dyingInbox.ts', { ...settings, after: 1_000 });
    await started(last);
    await eventually(async () => (await changes('b')) === 1);
    last.kill('SIGKILL');
    await ended(last);
    expect(await changes()).toBe(40);
    expect(await broker.count(deadQueue(queue))).toBe(0);
  });
});
