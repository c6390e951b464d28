import { randomUUID } from 'node:crypto';
import { type LeaveRules, ukrainianRules } from '#domain/leaveRules.ts';
import { manualClock } from '#lib/clock.ts';
import { silentLog } from '#lib/log.ts';
import type { TestIssuer } from '#schemas/access/testing/tokens.ts';
import { eventType } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import type { AskOptions, Got, TestApp } from '../../common/testing/app.ts';
import { testApp } from '../../common/testing/app.ts';
import { type databases, type TestDatabase, testDatabase } from '../../common/testing/databases.ts';
import type { VacationWorld } from '../act.ts';
import { hearOfPerson } from '../hearing.ts';
import { migrations } from '../migrations.ts';
import { vacationRoutes } from '../routes/all.ts';
import type { VacationTables } from '../tables.ts';
import type { LookUp } from '../userService.ts';

/**
 * Olha and Petro are led by Maria, she by Boris; Hanna is hr; Stas belongs to another department and another manager.
 */
export const people = {
  olha: { employeeId: 'olha' },
  petro: { employeeId: 'petro' },
  maria: { employeeId: 'maria', roles: ['employee', 'manager'] },
  boris: { employeeId: 'boris', roles: ['employee', 'manager'] },
  hanna: { employeeId: 'hanna', roles: ['employee', 'hr'] },
  stas: { employeeId: 'stas' },
  sofia: { employeeId: 'sofia', roles: ['employee', 'manager'] },
} as const;

export type Name = keyof typeof people;

const managers: Readonly<Record<Name, Name | null>> = {
  olha: 'maria',
  petro: 'maria',
  maria: 'boris',
  boris: null,
  hanna: 'boris',
  stas: 'sofia',
  sofia: null,
};

export interface Company {
  readonly world: VacationWorld;
  readonly database: TestDatabase<VacationTables>;
  readonly app: TestApp;
  /** What somebody asks of the service. */
  ask(name: Name, method: string, path: string, body?: unknown, headers?: AskOptions['headers']): Promise<Got>;
  /** It becomes this instant. */
  at(time: string): void;
  /** The service hears of an event about people. */
  hears(type: string, data: Readonly<Record<string, unknown>>): Promise<AnyEvent>;
  /** Types of what was put into the outbox, in order, balances left out. */
  published(): Promise<string[]>;
  /** The rows of every read model, and what was chosen, in a fixed order. */
  readModels(): Promise<unknown>;
  stop(): Promise<void>;
}

/** The service over real HTTP on a real database, on Monday 1 June 2026, nine o'clock in Kyiv. */
export async function companyOn(
  kind: (typeof databases)[number],
  standard: LeaveRules = ukrainianRules,
  neighbour: { readonly lookUp?: LookUp; readonly issuer?: TestIssuer } = {},
): Promise<Company> {
  const database = await testDatabase<VacationTables>(kind, migrations);
  const clock = manualClock(Date.parse('2026-06-01T09:00:00+03:00'));
  const world: VacationWorld = { database, clock, source: '/vacation', zone: 'Europe/Kyiv', standard };
  const app = await testApp(vacationRoutes(world, neighbour.lookUp), silentLog, neighbour.issuer);
  const hears = hearing(world);
  for (const [name, managerId] of Object.entries(managers))
    await hears('user.registered', {
      employeeId: name,
      firstName: name,
      lastName: 'Test',
      managerId,
      department: ['stas', 'sofia'].includes(name) ? 'IT' : 'Sales',
      hiredOn: '2020-01-01',
    });
  return {
    world,
    database,
    app,
    hears,
    ask: (name, method, path, body, headers = {}) =>
      app.ask(method, `/api/vacation${path}`, { as: people[name], body, headers }),
    at: (time) => clock.set(Date.parse(time)),
    published: () => published(database),
    readModels: () => readModels(database),
    stop: async () => {
      await app.stop();
      await database.drop();
    },
  };
}

const hearing = (world: VacationWorld) => async (type: string, data: Readonly<Record<string, unknown>>) => {
  const definition = eventType(type);
  if (!definition) throw new Error(`no event type ${type}`);
  const fields = definition.json.parse(data) as Record<string, unknown>;
  const time = world.clock.now();
  const event = { ...fields, type, eventId: randomUUID(), occurredAt: time, redacted: false } as unknown as AnyEvent;
  const told = { id: event.eventId, type, source: '/user', subject: null, time, timed: true, data, event };
  const message = { ...told, mark: randomUUID(), traceparent: null, inDoubt: false };
  await world.database.transaction((trx) => hearOfPerson(world, message, trx));
  return event;
};

async function published({ db }: TestDatabase<VacationTables>): Promise<string[]> {
  const rows = await db.selectFrom('outbox').select('type').orderBy('seq').execute();
  return rows.map(({ type }) => type).filter((type) => !type.startsWith('vacation.balance'));
}

async function readModels({ db }: TestDatabase<VacationTables>): Promise<unknown> {
  return {
    requests: await db.selectFrom('requests').selectAll().orderBy('request_id').execute(),
    sickNotes: await db.selectFrom('sick_notes').selectAll().orderBy('absence_id').execute(),
    absences: await db.selectFrom('absences').selectAll().orderBy('kind').orderBy('id').orderBy('day').execute(),
    balances: await db.selectFrom('balances').selectAll().orderBy('employee_id').orderBy('year').execute(),
    delegations: await db.selectFrom('delegations').selectAll().orderBy('approver_id').execute(),
    rules: await db.selectFrom('rules').selectAll().execute(),
    people: await db.selectFrom('people').selectAll().orderBy('employee_id').execute(),
  };
}

/** A week of annual leave. */
export const week = { leaveType: 'annual', from: '2026-07-06', to: '2026-07-12' };
