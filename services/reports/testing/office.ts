import { randomUUID } from 'node:crypto';
import { type Clock, manualClock } from '#lib/clock.ts';
import { silentLog } from '#lib/log.ts';
import { eventType } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { type SenderOptions, sendSome } from '../../common/mail/sender.ts';
import { smtp } from '../../common/mail/smtp.ts';
import { type databases, type TestDatabase, testDatabase } from '../../common/testing/databases.ts';
import { type MailServer, mailServer } from '../../common/testing/mailServer.ts';
import { rightsFrom } from '../api.ts';
import type { Inputs } from '../build.ts';
import { letterOf, type Mail } from '../letter.ts';
import { migrations } from '../migrations.ts';
import { hear } from '../replica.ts';
import { queueDue } from '../scheduler.ts';
import type { ReportsWorld } from '../service.ts';
import { storeOf } from '../store.ts';
import { type Choice, create } from '../subscriptions.ts';
import type { ReportTables, SubscriptionsTable } from '../tables.ts';
import { type TestLine, testLine } from './line.ts';
import { fillTeam, monday } from './team.ts';

export const key = Buffer.alloc(32, 7);
const letterhead = {
  from: 'Leaveline <leave@example.org>',
  origin: 'https://leave.example.org',
  zone: 'Europe/Kyiv',
  key,
};

/** Every Monday at eight in Kyiv, in Ukrainian. */
export const weekly: Choice = {
  span: 'week',
  department: null,
  cron: '0 8 * * 1',
  zone: 'Europe/Kyiv',
  locale: 'uk',
  workbook: 1,
  skip_empty: 0,
  enabled: 1,
};

/** The service without a broker and a port: database, clock, a line to read from, a mail server to send to. */
export interface Office {
  readonly database: TestDatabase<ReportTables>;
  readonly clock: Clock & { set(ms: number): void };
  readonly line: TestLine;
  readonly server: MailServer;
  readonly world: ReportsWorld;
  happens(type: string, data: Readonly<Record<string, unknown>>, more?: Partial<AnyEvent>): Promise<void>;
  subscribe(employeeId: string, choice?: Partial<Choice>): Promise<SubscriptionsTable>;
  /** Queues what is due. */
  queue(): Promise<number>;
  /** Sends what is queued and due. */
  send(more?: Partial<SenderOptions>): Promise<number>;
  mails(): Promise<readonly { to: string; state: string; reason: string | null }[]>;
  published(): Promise<[string, Record<string, unknown>][]>;
  stop(): Promise<void>;
}

/** Events of the day before, one after the other. */
function hearing(database: TestDatabase<ReportTables>): Office['happens'] {
  let at = monday - 86_400_000;
  return (type, data, more = {}) => {
    const fields = eventType(type)?.json.parse(data) as object;
    const event = { redacted: false, ...fields, type, eventId: randomUUID(), occurredAt: ++at, ...more };
    return database.transaction((trx) => hear(trx, event as unknown as AnyEvent));
  };
}

async function registerReaders(happens: Office['happens']): Promise<void> {
  for (const [employeeId, firstName] of [
    ['1', 'Ірина'],
    ['2', 'Hanna'],
  ])
    await happens('user.registered', { employeeId, firstName, email: `p${employeeId}@example.org` });
}

/** It is an hour before Monday's slot. Reads from a line of its own unless `from` is another. */
export async function office(
  kind: (typeof databases)[number],
  from?: Pick<Inputs, 'apiUrl' | 'rightOf'>,
): Promise<Office> {
  const [database, line, server] = await Promise.all([
    testDatabase<ReportTables>(kind, migrations),
    testLine(),
    mailServer(),
  ]);
  fillTeam(line);
  const clock = manualClock(monday - 3_600_000);
  const store = storeOf({ database, clock, source: '/reports' });
  const own = { apiUrl: line.url, rightOf: rightsFrom(line.url, line.secret) };
  const sources = { clock, origin: letterhead.origin, ...(from ?? own) };
  const place = { database, clock, domain: 'example.org', queued: () => {} };
  const happens = hearing(database);
  await registerReaders(happens);
  const sender = (more: Partial<SenderOptions> = {}): SenderOptions => ({
    ...store,
    log: silentLog,
    deliver: smtp(`smtp://127.0.0.1:${server.port}`),
    letterOf: (mail: Mail) => letterOf({ database, ...letterhead, ...sources }, mail),
    ...more,
  });
  return {
    database,
    clock,
    line,
    server,
    happens,
    world: { ...place, ...sources, store, key },
    subscribe: (employeeId, choice = {}) => create(place, personOf(employeeId), { ...weekly, ...choice }),
    queue: () => queueDue({ ...place, log: silentLog }),
    send: (more) => sendSome(sender(more)),
    ...answersOf(database),
    stop: async () => void (await Promise.all([database.drop(), line.stop(), server.stop()])),
  };
}

const answersOf = (database: TestDatabase<ReportTables>): Pick<Office, 'mails' | 'published'> => ({
  mails: async () => {
    const query = database.db.selectFrom('mails').select(['employee_id as to', 'state', 'reason']).orderBy('seq');
    return (await query.execute()).map((row) => ({ ...row }));
  },
  published: async () => {
    const rows = await database.db.selectFrom('outbox').select('payload').orderBy('seq').execute();
    return rows.map(({ payload }) => JSON.parse(payload)).map(({ type, data }) => [type, data]);
  },
});

export const personOf = (employeeId: string) =>
  ({ employeeId, roles: ['manager'], locale: 'uk', sessionId: '' }) as const;
