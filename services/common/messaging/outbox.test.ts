import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createPublisher, Unpublished } from '#lib/amqp/publisher.ts';
import { manualClock, systemClock } from '#lib/clock.ts';
import { silentLog } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import { eventually } from '#lib/testing/eventually.ts';
import deactivated from '#schemas/events/user.deactivated.ts';
import { hrExchange } from '#schemas/exchange.ts';
import { type Accounts, accountMigrations, change, dayOf, openAccounts, origin } from '../testing/accounts.ts';
import { type TestBroker, testBroker } from '../testing/broker.ts';
import { child, ended, started } from '../testing/child.ts';
import { databases, type TestDatabase, testDatabase } from '../testing/databases.ts';
import { draft } from './events.ts';
import { append } from './outbox.ts';
import { relay } from './relay.ts';

jest.setTimeout(60_000);

const accounts = ['a', 'b', 'c'];

describe.each(databases)('the outbox on %s', (kind) => {
  let database: TestDatabase<Accounts>;
  let broker: TestBroker;
  const parts: { stop(): Promise<void> }[] = [];
  beforeEach(async () => {
    [database, broker] = await Promise.all([testDatabase<Accounts>(kind, accountMigrations), testBroker()]);
    await openAccounts(database, accounts);
  });
  afterEach(async () => {
    for (const part of parts.splice(0).reverse()) await part.stop();
    await broker.stop();
    await database.drop();
  });

  const publisher = () => {
    const made = createPublisher({ url: broker.url, log: silentLog });
    parts.push(made);
    return made;
  };
  const startRelay = (more: object = {}): Part => {
    const options = {
      database,
      log: silentLog,
      clock: systemClock,
      exchange: hrExchange(broker.prefix),
      appId: 'test',
    };
    const part = relay({ publisher: publisher(), ...options, ...more });
    parts.push(part);
    return part;
  };
  const unpublished = async () =>
    (await database.db.selectFrom('outbox').select('seq').where('published_at', 'is', null).execute()).length;
  const committed = async () =>
    (await database.db.selectFrom('changes').select('event_id').execute()).map((row) => row.event_id).sort();

  /**
   * Every committed change was published, nothing else was; first copies are in the order of the changes; times
   * increase.
   */
  async function expectAll() {
    const first = [...new Map(broker.heard.toReversed().map((event) => [event.id, event])).values()];
    const inOrder = first.toSorted((one, other) => broker.heard.indexOf(one) - broker.heard.indexOf(other));
    expect(inOrder.map(({ id }) => id).sort()).toEqual(await committed());
    for (const account of accounts) {
      const own = inOrder.filter(({ body }) => body.subject === account);
      expect(own.map(({ body }) => body.data.lastDay)).toEqual(own.map((_, index) => dayOf(index + 1)));
      const times = own.map(({ body }) => Date.parse(body.time));
      expect(times).toEqual([...new Set(times)].sort((one, other) => one - other));
    }
  }

  test('publishes what was committed, as a CloudEvent under its type', async () => {
    startRelay();
    const clock = manualClock(1_800_000_000_000);
    const trace = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };
    await database.transaction((trx) =>
      append(trx, { source: '/users', clock, trace }, [
        draft(deactivated, { type: 'person', id: '7' }, { employeeId: '7', lastDay: null }),
      ]),
    );
    await eventually(() => broker.heard.length > 0);
    const [event] = broker.heard;
    expect(event?.body).toEqual({
      specversion: '1.0',
      id: event?.id,
      source: '/users',
      type: 'user.deactivated',
      subject: '7',
      time: '2027-01-15T08:00:00.000Z',
      datacontenttype: 'application/json',
      data: { employeeId: '7', lastDay: null },
    });
    expect(event?.routingKey).toBe('user.deactivated');
    expect(event?.properties).toMatchObject({
      contentType: 'application/cloudevents+json',
      messageId: event?.id,
      type: 'user.deactivated',
      timestamp: 1_800_000_000,
      deliveryMode: 2,
      appId: 'test',
      headers: trace,
    });
    await eventually(async () => (await unpublished()) === 0);
  });

  test('publishes at once after a commit, long before it would look by itself', async () => {
    startRelay({ pollMs: 60_000 });
    await change(database, 'a');
    await eventually(() => broker.heard.length === 1);
    const before = Date.now();
    await change(database, 'a');
    await eventually(() => broker.heard.length === 2);
    expect(Date.now() - before).toBeLessThan(2_000);
  });

  test('publishes nothing of a transaction that was taken back', async () => {
    startRelay();
    await expect(change(database, 'a', 'taken back')).rejects.toThrow('taken back');
    await change(database, 'a');
    await eventually(async () => (await unpublished()) === 0);
    await expectAll();
    expect(broker.heard).toHaveLength(1);
  });

  test('gives an aggregate strictly increasing times, while the clock stands still or goes back', async () => {
    const clock = manualClock(5_000);
    const one = (id: string) =>
      database.transaction((trx) =>
        append(trx, { ...origin, clock }, [
          draft(deactivated, { type: 'person', id }, { employeeId: id, lastDay: null }),
        ]),
      );
    const times: (number | undefined)[] = [];
    for (const [now, id] of [
      [5_000, 'x'],
      [5_000, 'x'],
      [4_000, 'x'],
      [5_000, 'y'],
      [6_000, 'x'],
    ] as const) {
      clock.set(now);
      times.push((await one(id))[0]?.occurredAt);
    }
    expect(times).toEqual([5_000, 5_001, 5_002, 5_000, 6_000]);
  });

  test('refuses data that its type does not allow, and nothing of the act stays', async () => {
    const wrong = draft(deactivated, { type: 'person', id: 'x' }, { employeeId: 'x', lastDay: 'tomorrow-secret' });
    const act = database.transaction(async (trx) => {
      await trx.updateTable('accounts').set({ changes: 9 }).execute();
      await append(trx, origin, [wrong]);
    });
    const error = await act.catch((error: Error) => error);
    expect(String(error)).toMatch(/no user\.deactivated: lastDay/);
    expect(String(error)).not.toContain('secret');
    expect((await database.db.selectFrom('accounts').selectAll().where('changes', '=', 9).execute()).length).toBe(0);
  });

  test('keeps the order of an aggregate when many change it at once', async () => {
    startRelay();
    await Promise.all(Array.from({ length: 60 }, (_, index) => change(database, accounts[index % 3] ?? 'a')));
    await eventually(async () => (await unpublished()) === 0);
    await expectAll();
    expect(broker.heard).toHaveLength(60);
  });

  test('keeps the order of an aggregate whose first event is committed late, after one with a higher number', async () => {
    for (const account of ['a', 'a', 'b']) await change(database, account);
    const rows = await database.db.selectFrom('outbox').selectAll().orderBy('seq').execute();
    const [first, second] = rows.filter(({ aggregate_id }) => aggregate_id === 'a');
    await database.db.deleteFrom('outbox').where('aggregate_id', '=', 'a').execute();
    const late = [first, { ...second, seq: 1_000 }] as never;
    const real = publisher();
    const meanwhile = {
      ...real,
      publish: async (...message: Parameters<typeof real.publish>) => {
        if (message[2].includes('"employeeId":"b"')) await database.db.insertInto('outbox').values(late).execute();
        return real.publish(...message);
      },
    };
    startRelay({ publisher: meanwhile });
    await eventually(() => broker.heard.length === 3);
    await expectAll();
  });

  test('holds back what follows a refused event in its aggregate, and nothing else', async () => {
    for (const account of ['a', 'a', 'b', 'a', 'b']) await change(database, account);
    const real = publisher();
    let refusing = true;
    const picky = {
      ...real,
      publish: (...message: Parameters<typeof real.publish>) =>
        refusing && message[2].includes('"employeeId":"a","lastDay":"2000-01-03"')
          ? Promise.reject(new Unpublished('refused'))
          : real.publish(...message),
    };
    const part = startRelay({ publisher: picky, pollMs: 50 });
    await eventually(() => broker.heard.length === 3);
    await eventually(() => part.ready() === 'RabbitMQ refuses 1 events');
    expect(broker.heard.map(({ body }) => `${body.subject} ${body.data.lastDay}`).sort()).toEqual([
      'a 2000-01-02',
      'b 2000-01-02',
      'b 2000-01-03',
    ]);
    refusing = false;
    await eventually(async () => (await unpublished()) === 0);
    await eventually(() => part.ready() === null);
    await expectAll();
  });

  const settings = (more: object) => ({ env: database.env, url: broker.url, prefix: broker.prefix, accounts, ...more });

  test('loses nothing and invents nothing when its process is killed, wherever that happens', async () => {
    const deaths = [
      { dieAt: 'commit', after: 4 },
      { dieAt: 'publish', after: 3 },
      { dieAt: 'confirm', after: 2 },
      { dieAt: 'confirm', after: 7 },
      { dieAt: 'commit', after: 1 },
    ];
    for (const death of deaths)
      expect(await ended(child('./dyingRelay.ts', settings({ changes: 20, ...death })))).toBe('SIGKILL');
    expect(await unpublished()).toBeGreaterThan(0);
    expect(await ended(child('./dyingRelay.ts', settings({ changes: 3, lonely: true })))).toBe(0);
    await eventually(async () => new Set(broker.heard.map(({ id }) => id)).size >= (await committed()).length);
    await expectAll();
    expect(broker.heard.length).toBeGreaterThan((await committed()).length);
  });

  test('is emptied by one of two processes; when that one is killed the other goes on', async () => {
    const [one, other] = [0, 1].map(() => child('./dyingRelay.ts', settings({ changes: 0 })));
    if (!one || !other) throw new Error('no children');
    await Promise.all([started(one), started(other)]);
    for (let count = 0; count < 60; count++) await change(database, accounts[count % 3] ?? 'a');
    await eventually(async () => (await unpublished()) === 0);
    await eventually(() => broker.heard.length >= 60);
    expect(broker.heard).toHaveLength(60);
    one.kill('SIGKILL');
    await ended(one);
    await change(database, 'a');
    await eventually(async () => (await unpublished()) === 0);
    await expectAll();
    other.kill('SIGKILL');
    await ended(other);
  });
});
