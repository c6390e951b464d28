import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { silentLog } from '#lib/log.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { freePort } from '#local/ports.ts';
import { type Database, openDatabase } from '../common/database/database.ts';
import { type TestBroker, testBroker } from '../common/testing/broker.ts';
import { databases, type TestDatabase, testDatabase } from '../common/testing/databases.ts';
import { type MailServer, mailServer } from '../common/testing/mailServer.ts';
import { serviceProcess } from '../common/testing/serviceProcess.ts';
import { migrations } from './migrations.ts';
import type { NotificationTables } from './tables.ts';
import { leave } from './testing/company.ts';

jest.setTimeout(60_000);

describe.each(databases)('the service on %s, killed', (kind) => {
  let place: TestDatabase<NotificationTables>;
  let broker: TestBroker;
  let server: MailServer;
  let database: Database<NotificationTables>;
  let service: ChildProcess;
  let env: Record<string, string>;
  beforeEach(async () => {
    [place, broker, server] = await Promise.all([
      testDatabase<NotificationTables>(kind, migrations),
      testBroker(),
      mailServer(),
    ]);
    env = {
      ...place.env,
      AMQP_URL: broker.url,
      LEAVELINE_PREFIX: broker.prefix,
      NOTIFICATION_PORT: String(await freePort()),
      SMTP_URL: `smtp://127.0.0.1:${server.port}`,
      NOTIFICATION_LEASE_SECONDS: '2',
    };
    await begin();
    database = await openDatabase<NotificationTables>('notification', place.env, silentLog);
  });
  afterEach(async () => {
    await kill();
    if (kind === 'mysql') await database.db.executeQuery(dropOf(database.place));
    await database.close();
    await broker.stop(`${broker.prefix}leaveline.notification`);
    await Promise.all([place.drop(), server.stop()]);
  });

  const dropOf = (name: string) => ({
    ...place.db.selectNoFrom([]).compile(),
    sql: `drop database ${name}`,
    parameters: [],
  });

  async function begin(): Promise<void> {
    service = serviceProcess('notification', env);
    await eventually(() =>
      fetch(`http://127.0.0.1:${env.NOTIFICATION_PORT}/readyz`).then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
  }
  async function kill(): Promise<void> {
    if (service.exitCode !== null || service.signalCode !== null) return;
    service.kill('SIGKILL');
    await once(service, 'exit');
  }

  const publish = (type: string, data: object) => {
    const time = new Date(Date.now() + count++).toISOString();
    return broker.publish(type, { specversion: '1.0', id: randomUUID(), source: '/test', type, time, data });
  };
  let count = 0;
  async function ask(requests: number): Promise<void> {
    await publish('user.registered', { employeeId: '1', firstName: 'Ірина', email: 'p1@example.org', locale: 'uk' });
    await publish('user.registered', { employeeId: '7', firstName: 'Олена', email: 'p7@example.org', managerId: '1' });
    for (let n = 1; n <= requests; n++) await publish('vacation.request.submitted', { ...leave, requestId: `r${n}` });
  }
  const sent = () => broker.heard.filter(({ routingKey }) => routingKey === 'notification.sent');
  const copies = () => {
    const counts = new Map<string, number>();
    for (const { messageId = '' } of server.arrived) counts.set(messageId, (counts.get(messageId) ?? 0) + 1);
    return counts;
  };

  test('before the recipient is answered, sends each mail once after it has come back', async () => {
    const reached = Promise.withResolvers<void>();
    server.before = async () => {
      reached.resolve();
      await new Promise(() => {});
    };
    await ask(1);
    await reached.promise;
    await kill();
    server.before = async () => {};
    await begin();
    await eventually(() => sent().length === 1);
    expect([...copies().values()]).toEqual([1]);
  });

  test('between the end of the data and its answer, sends again under the same Message-ID, and says once that it is sent', async () => {
    const reached = Promise.withResolvers<void>();
    server.before = async (step) => {
      if (step === 'recipient') return;
      reached.resolve();
      await new Promise(() => {});
    };
    await ask(1);
    await reached.promise;
    await kill();
    server.before = async () => {};
    await begin();
    await eventually(() => sent().length === 1);
    expect([...copies().values()]).toEqual([2]);
  });

  test('again and again at any moment, loses no mail, and sends twice only what was on its way', async () => {
    await ask(12);
    let onTheirWay = 0;
    for (const pauseMs of [150, 300, 450]) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      await kill();
      const sending = database.db.selectFrom('mails').select('seq').where('state', '=', 'sending').execute();
      onTheirWay += (await sending).length;
      await begin();
    }
    await eventually(() => new Set(sent().map(({ body }) => body.data.about)).size === 12);
    const extra = server.arrived.length - copies().size;
    expect([copies().size, extra <= onTheirWay]).toEqual([12, true]);
    const states = await database.db.selectFrom('mails').select('state').distinct().execute();
    expect(states).toEqual([{ state: 'sent' }]);
  });
});
