import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { systemClock } from '#lib/clock.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { randomOf } from '#test/simulate/random.ts';
import { exportFile, keyFile, publicKey } from '../../services/audit/signing.ts';
import type { AuditTables } from '../../services/audit/tables.ts';
import { verifyAudit } from '../../services/audit/verification.ts';
import { seedAccounts } from '../../services/auth/seed.ts';
import type { AuthTables } from '../../services/auth/tables.ts';
import type { Database } from '../../services/common/database/database.ts';
import type { NotificationTables } from '../../services/notification/tables.ts';
import type { UserTables } from '../../services/user/tables.ts';
import type { VacationTables } from '../../services/vacation/tables.ts';
import { type CompanyServices, companyServices } from './companyServices.ts';
import { type Acknowledged, type Load, loadOf } from './requestLoad.ts';

jest.setTimeout(300_000);

/** Whoever can die, in a seeded order of moments. CHAOS_SEED chooses others. */
const seed = process.env.CHAOS_SEED ?? 'monday';
const victims = [
  'vacation',
  'notification',
  'rabbitmq',
  'mariadb',
  'user',
  'auth',
  'audit',
  'notification',
  'vacation',
  'mariadb',
] as const;
/** How many mails one process sends at a time (services/notification/sender.ts). */
const mailsAtATime = 4;

let company: CompanyServices;
let load: Load;

interface Databases {
  readonly auth: Database<AuthTables>;
  readonly user: Database<UserTables>;
  readonly vacation: Database<VacationTables>;
  readonly notification: Database<NotificationTables>;
  readonly audit: Database<AuditTables>;
}
let databases: Databases;

beforeAll(async () => {
  company = await companyServices();
  const [auth, user, vacation, notification, audit] = await Promise.all([
    company.database<AuthTables>('auth'),
    company.database<UserTables>('user'),
    company.database<VacationTables>('vacation'),
    company.database<NotificationTables>('notification'),
    company.database<AuditTables>('audit'),
  ]);
  databases = { auth, user, vacation, notification, audit };
  load = await loadOf(company, (people) =>
    seedAccounts({ database: auth, clock: systemClock, source: '/auth' }, people),
  );
}, 180_000);
afterAll(() => company?.stop(), 60_000);

/** Ids of what a service has decided, from its outbox; it is published when nothing of it waits. */
async function outbox({ db }: Database): Promise<string[]> {
  const rows = await db.selectFrom('outbox').select(['event_id', 'published_at']).execute();
  return rows.map(({ event_id, published_at }) => (published_at === null ? `not published: ${event_id}` : event_id));
}

const outboxes = async (): Promise<string[]> =>
  (await Promise.all(Object.values(databases).map((database) => outbox(database as unknown as Database)))).flat();

/** Everything that follows from the load has happened: published, heard by everybody, mailed. */
async function quiet(): Promise<void> {
  const { notification, audit } = databases;
  await eventually(async () => {
    const before = (await outboxes()).sort();
    const heard = await audit.db.selectFrom('audit_entries').select('event_id').execute();
    const waiting = notification.db.selectFrom('mails').select('seq').where('state', 'in', ['waiting', 'sending']);
    const settled =
      before.every((id) => !id.startsWith('not')) &&
      heard.length >= before.length &&
      (await waiting.execute()).length === 0;
    return settled && (await outboxes()).length === before.length;
  });
}

const repeated = (ids: readonly string[]): string[] => ids.filter((id, at) => ids.indexOf(id) !== at);
function without(some: readonly string[], others: Iterable<string>): string[] {
  const known = new Set(others);
  return some.filter((id) => !known.has(id));
}

/** Enough of everything, however long that takes on a busy machine. */
const isLoad = ({ requests, decisions, signIns, updates }: Acknowledged): boolean =>
  Math.min(requests.size / 100, decisions / 50, signIns.good / 5, signIns.bad / 2, updates / 5) > 1;

describe('kill -9 of any service, of RabbitMQ and of the database, in the middle of a load of requests', () => {
  let acknowledged: Awaited<ReturnType<ReturnType<Load['start']>['stop']>>;
  let published: string[];
  let decided: string[];
  let deaths: number;

  beforeAll(async () => {
    const random = randomOf(seed, 'moments of services');
    const working = load.start();
    for (const victim of victims) {
      await wait(random.int(500, 3_000));
      await company.kill(victim);
      await company.serving(victim);
    }
    await eventually(() => isLoad(working.done), 'a load', 120_000);
    acknowledged = await working.stop();
    await quiet();
    decided = await outboxes();
    published = await company.published();
    deaths = victims.filter((victim) => victim === 'notification' || victim === 'mariadb').length;
  }, 360_000);

  test('the load was one', () => {
    expect(isLoad(acknowledged)).toBe(true);
  });

  test('every change has its event, every event its change', async () => {
    const events = (await databases.vacation.db.selectFrom('events').select('event_id').execute()).map(
      (row) => row.event_id,
    );
    expect({ unpublished: without(decided, published), unknown: without(published, decided) }).toEqual({
      unpublished: [],
      unknown: [],
    });
    const ofVacation = await outbox(databases.vacation as unknown as Database);
    expect({ silent: without(events, ofVacation), empty: without(ofVacation, events) }).toEqual({
      silent: [],
      empty: [],
    });
  });

  test('every request that was acknowledged is there, once', async () => {
    const rows = await databases.vacation.db.selectFrom('requests').select('request_id').execute();
    const there = rows.map((row) => row.request_id);
    expect(without([...acknowledged.requests.values()], there)).toEqual([]);
    expect(without(there, acknowledged.requests.values())).toEqual([]);
    expect(repeated([...acknowledged.requests.values()])).toEqual([]);
  });

  test('a person has as many versions as events, a session its sign-in', async () => {
    const { user, auth } = databases;
    const versions = await user.db.selectFrom('people').select(['employee_id', 'version']).execute();
    const told = await user.db.selectFrom('outbox').select('aggregate_id').where('type', 'like', 'user.%').execute();
    const perPerson = Map.groupBy(told, ({ aggregate_id }) => aggregate_id);
    expect(versions.map(({ employee_id, version }) => [employee_id, version])).toEqual(
      versions.map(({ employee_id }) => [employee_id, perPerson.get(employee_id)?.length]),
    );
    const count = async (type: string) =>
      (await auth.db.selectFrom('outbox').select('seq').where('type', '=', type).execute()).length;
    const sessions = (await auth.db.selectFrom('sessions').select('session_id').execute()).length;
    expect(await count('auth.login.succeeded')).toBe(sessions);
    expect(sessions).toBeGreaterThanOrEqual(acknowledged.signIns.good);
    expect(await count('auth.login.failed')).toBeGreaterThanOrEqual(acknowledged.signIns.bad);
  });

  test('the audit has each event once, in chains that hold', async () => {
    const rows = await databases.audit.db.selectFrom('audit_entries').select('event_id').execute();
    const entries = rows.map((row) => row.event_id);
    expect(without(decided, entries)).toEqual([]);
    expect(without(entries, decided)).toEqual([]);
    expect(repeated(entries)).toEqual([]);
    const { dataDir } = company;
    const key = publicKey(keyFile(dataDir));
    expect(await verifyAudit({ database: databases.audit, key, file: exportFile(dataDir) })).toMatchObject({
      findings: [],
    });
  });

  test('no mail is lost, and none came twice but under its own Message-ID after an unknown outcome', async () => {
    const { notification } = databases;
    const mails = await notification.db
      .selectFrom('mails')
      .select(['message_id', 'event_id', 'employee_id', 'state'])
      .execute();
    const perEvent = mails.map(({ event_id, employee_id }) => `${event_id} to ${employee_id}`);
    expect(repeated(perEvent)).toEqual([]);
    expect(mails.filter(({ state }) => state !== 'sent')).toEqual([]);
    const arrived = company.mail.arrived.map(({ messageId = '' }) => messageId);
    const noted = mails.map(({ message_id }) => message_id);
    expect({ lost: without(noted, arrived), unknown: without(arrived, noted) }).toEqual({ lost: [], unknown: [] });
    expect(repeated(arrived).length).toBeLessThanOrEqual(deaths * mailsAtATime);
  });

  test('whoever was to be told of a request was', async () => {
    const { vacation, notification } = databases;
    const happened = async (type: string) =>
      (await vacation.db.selectFrom('events').select('event_id').where('type', '=', type).execute()).map(
        (row) => row.event_id,
      );
    const told = await notification.db.selectFrom('mails').select(['event_id', 'employee_id']).execute();
    const toldTo = (whom: (id: string) => boolean) =>
      told.filter((row) => whom(row.employee_id)).map((row) => row.event_id);
    const manager = toldTo((id) => id === 'maria');
    const people = toldTo((id) => id.startsWith('e'));
    expect(without(await happened('vacation.request.submitted'), manager)).toEqual([]);
    expect(without(await happened('vacation.request.approved'), people)).toEqual([]);
  });
});
