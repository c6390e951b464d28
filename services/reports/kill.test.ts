import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import { silentLog } from '#lib/log.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { freePort } from '#local/ports.ts';
import { type Database, openDatabase } from '../common/database/database.ts';
import { type TestBroker, testBroker } from '../common/testing/broker.ts';
import { databases, type TestDatabase, testDatabase } from '../common/testing/databases.ts';
import { type MailServer, mailServer } from '../common/testing/mailServer.ts';
import { serviceProcess } from '../common/testing/serviceProcess.ts';
import type { ReportTables } from './tables.ts';
import { type TestLine, testLine } from './testing/line.ts';
import { weekly } from './testing/office.ts';
import { fillTeam } from './testing/team.ts';

jest.setTimeout(60_000);

describe.each(databases)('two instances of the service on %s', (kind) => {
  let place: TestDatabase<object>;
  let broker: TestBroker;
  let server: MailServer;
  let line: TestLine;
  let database: Database<ReportTables>;
  let env: Record<string, string>;
  let running: ChildProcess[];
  beforeEach(async () => {
    [place, broker, server, line] = await Promise.all([
      testDatabase<object>(kind),
      testBroker(),
      mailServer(),
      testLine(),
    ]);
    fillTeam(line);
    env = {
      ...place.env,
      AMQP_URL: broker.url,
      LEAVELINE_PREFIX: broker.prefix,
      SMTP_URL: `smtp://127.0.0.1:${server.port}`,
      API_URL: line.url,
      AUTH_URL: line.url,
      SERVICE_SECRET: line.secret,
      REPORTS_LEASE_SECONDS: '2',
      REPORTS_POLL_SECONDS: '0.2',
    };
    running = [];
    await begin();
    database = await openDatabase<ReportTables>('reports', place.env, silentLog);
    await begin();
    await publish('user.registered', { employeeId: '1', firstName: 'Ірина', email: 'p1@example.org', locale: 'uk' });
    await eventually(async () => (await database.db.selectFrom('people').select('employee_id').execute()).length === 1);
  });
  afterEach(async () => {
    await Promise.all(running.map(kill));
    if (kind === 'mysql') await sql`drop database ${sql.raw(database.place)}`.execute(database.db);
    await database.close();
    await broker.stop(`${broker.prefix}leaveline.reports`);
    await Promise.all([place.drop(), server.stop(), line.stop()]);
  });

  async function begin(): Promise<void> {
    const port = String(await freePort());
    running.push(serviceProcess('reports', { ...env, REPORTS_PORT: port }));
    await eventually(() =>
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
  }
  async function kill(process: ChildProcess | undefined): Promise<void> {
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    process.kill('SIGKILL');
    await once(process, 'exit');
  }
  const killAll = async () => {
    await Promise.all(running.map(kill));
    running = [];
  };

  const publish = (type: string, data: object) => {
    const time = new Date().toISOString();
    return broker.publish(type, { specversion: '1.0', id: randomUUID(), source: '/test', type, time, data });
  };
  /** Subscriptions whose slot comes now. */
  async function fallDue(count: number): Promise<void> {
    const now = Date.now();
    const row = { ...weekly, employee_id: '1', version: 1, next_at: now, created_at: now };
    for (let n = 0; n < count; n++)
      await database.db
        .insertInto('subscriptions')
        .values({ ...row, subscription_id: randomUUID() })
        .execute();
  }
  const sent = () => broker.heard.filter(({ routingKey }) => routingKey === 'notification.sent');
  const copies = () =>
    [...Map.groupBy(server.arrived, ({ messageId }) => messageId).values()].map(({ length }) => length);
  const reached = (at: 'recipient' | 'answer') => {
    const there = Promise.withResolvers<void>();
    server.before = async (step) => {
      if (step !== at) return;
      there.resolve();
      await new Promise(() => {});
    };
    return there.promise;
  };

  test('send each slot once, though both look for it and one is killed while it makes a report', async () => {
    const making = Promise.withResolvers<void>();
    line.before = async () => {
      making.resolve();
      await new Promise((resolve) => setTimeout(resolve, 300));
    };
    await fallDue(6);
    await making.promise;
    await kill(running[0]);
    await eventually(() => sent().length === 6);
    const states = await database.db.selectFrom('mails').select('state').distinct().execute();
    expect([copies().length, states]).toEqual([6, [{ state: 'sent' }]]);
    expect(copies().filter((count) => count > 1).length).toBeLessThanOrEqual(4);
  });

  test('killed before the recipient is answered, send once after they have come back', async () => {
    const there = reached('recipient');
    await fallDue(1);
    await there;
    await killAll();
    server.before = async () => {};
    await begin();
    await eventually(() => sent().length === 1);
    expect(copies()).toEqual([1]);
  });

  test('killed between the end of the data and its answer, send again under the same Message-ID, and say once that it is sent', async () => {
    const there = reached('answer');
    await fallDue(1);
    await there;
    await killAll();
    server.before = async () => {};
    await begin();
    await eventually(() => sent().length === 1);
    expect([copies(), sent().length]).toEqual([[2], 1]);
  });
});
