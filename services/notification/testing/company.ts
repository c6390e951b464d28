import { randomUUID } from 'node:crypto';
import { type Clock, manualClock } from '#lib/clock.ts';
import { silentLog } from '#lib/log.ts';
import { eventType } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import type { SenderOptions } from '../../common/mail/sender.ts';
import { smtp } from '../../common/mail/smtp.ts';
import { type databases, type TestDatabase, testDatabase } from '../../common/testing/databases.ts';
import { letterOf, type Mail } from '../letter.ts';
import { migrations } from '../migrations.ts';
import { takeEvent } from '../notify.ts';
import { storeOf } from '../store.ts';
import type { NotificationTables } from '../tables.ts';

export const noon = Date.parse('2026-07-01T09:00:00Z');
export const key = Buffer.alloc(32, 7);

const letterhead = {
  from: 'Leaveline <leave@example.org>',
  origin: 'https://leave.example.org',
  zone: 'Europe/Kyiv',
  key,
};

export interface Company {
  readonly database: TestDatabase<NotificationTables>;
  readonly clock: Clock & { set(ms: number): void };
  /** Takes an event as the inbox would. */
  happens(type: string, data: Readonly<Record<string, unknown>>, more?: Partial<AnyEvent>): Promise<void>;
  /** Who was told what by mail, in order. */
  mails(): Promise<{ to: string; template: string; state: string }[]>;
  /** What the service published: type and data. */
  published(): Promise<[string, Record<string, unknown>][]>;
  senderTo(port: number, more?: Partial<SenderOptions>): SenderOptions;
  drop(): Promise<void>;
}

/** Олена (7) and Петро (8, English) report to Ірина (1); 2 is HR. */
export async function company(kind: (typeof databases)[number], people = true): Promise<Company> {
  const database = await testDatabase<NotificationTables>(kind, migrations);
  const clock = manualClock(noon);
  let at = noon;
  const happens: Company['happens'] = (type, data, more = {}) => {
    const fields = eventType(type)?.json.parse(data) as object;
    const event = { redacted: false, ...fields, type, eventId: randomUUID(), occurredAt: ++at, ...more } as AnyEvent;
    const options = { now: clock.now(), newsMs: 86_400_000, domain: 'example.org', told: () => {} };
    return database.transaction((trx) => takeEvent(trx, event, options));
  };
  if (people) await hire(happens);
  return {
    database,
    clock,
    happens,
    drop: () => database.drop(),
    mails: async () => {
      const rows = database.db.selectFrom('mails').select(['employee_id as to', 'template', 'state']).orderBy('seq');
      return (await rows.execute()).map((row) => ({ ...row }));
    },
    published: async () => {
      const rows = await database.db.selectFrom('outbox').select('payload').orderBy('seq').execute();
      return rows.map(({ payload }) => JSON.parse(payload)).map(({ type, data }) => [type, data]);
    },
    senderTo: (port, more = {}) => ({
      ...storeOf({ database, clock, source: '/notification' }),
      log: silentLog,
      deliver: smtp(`smtp://127.0.0.1:${port}`),
      letterOf: (mail: Mail) => letterOf({ database, ...letterhead }, mail),
      ...more,
    }),
  };
}

async function hire(happens: Company['happens']): Promise<void> {
  const person = (employeeId: string, firstName: string, more: object) =>
    happens('user.registered', {
      employeeId,
      firstName,
      lastName: 'Коваль',
      email: `p${employeeId}@example.org`,
      ...more,
    });
  await person('1', 'Ірина', { locale: 'uk' });
  await person('2', 'Hanna', { locale: 'en' });
  await person('7', 'Олена', { locale: 'uk', managerId: '1' });
  await person('8', 'Петро', { locale: 'en', managerId: '1' });
  await happens('auth.roles.changed', { employeeId: '2', before: [], roles: ['employee', 'hr'] });
}

export const leave = { employeeId: '7', requestId: 'r1', leaveType: 'annual', from: '2026-07-06', to: '2026-07-10' };
