import { parseArgs } from 'node:util';
import { systemClock } from '#lib/clock.ts';
import { localDate } from '#lib/dates.ts';
import { logger } from '#lib/log.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { migrations as authMigrations } from '#services/auth/migrations.ts';
import { learn } from '#services/auth/replica.ts';
import { seedAccounts } from '#services/auth/seed.ts';
import type { AuthTables } from '#services/auth/tables.ts';
import type { Database } from '#services/common/database/database.ts';
import { seedInbox } from '#services/common/messaging/seed.ts';
import { isReplicaEvent, profilePatterns } from '#services/common/people/replica.ts';
import { migrations as notificationMigrations } from '#services/notification/migrations.ts';
import { takeEvent } from '#services/notification/notify.ts';
import type { NotificationTables } from '#services/notification/tables.ts';
import { migrations as userMigrations } from '#services/user/migrations.ts';
import { seed as seedUser } from '#services/user/seed.ts';
import type { UserTables } from '#services/user/tables.ts';
import { keepAllBalances } from '#services/vacation/clockwork.ts';
import { restore } from '#services/vacation/restore.ts';
import type { Company } from './company.ts';
import { historyOfLeave } from './history.ts';
import { CompanyLeave, reportsOf } from './leave.ts';
import { asAnyEvent } from './published.ts';
import { databaseOf, vacationWorld, zone } from './services.ts';
import { signInPeople } from './signIns.ts';
import { companyOf, readTold, writeTold } from './state.ts';

// node test/simulate/seed.ts [--people 200] [--seed demo]
// Fills the databases of the services, which do not run yet, with the company: its people, their leave so far, accounts
// of a few. What is
// there already stays, so it may run before every start. The new sign-ins go to the parent process, and nowhere else.

const { values } = parseArgs({
  options: { people: { type: 'string', default: '200' }, seed: { type: 'string', default: 'demo' } },
});
const size = Number(values.people);
const log = logger('seed');
const clock = systemClock;
const queue = (service: string): string => `${process.env.LEAVELINE_PREFIX ?? ''}leaveline.${service}`;

const waitingForManager = 4;

async function run(): Promise<void> {
  const told = await readTold(values.seed, size);
  const seededAt = told.seededAt ?? clock.now();
  await writeTold(values.seed, size, { ...told, seededAt });
  const company = companyOf(values.seed, size, told);
  const auth = await databaseOf<AuthTables>('auth', authMigrations, log);
  if (await lacksAccounts(auth, company)) await seedAll(auth, company, seededAt);
  await auth.close();
}

async function lacksAccounts({ db }: Database<AuthTables>, company: Company): Promise<boolean> {
  const ids = signInPeople(company).map(({ person }) => person.id);
  const rows = await db.selectFrom('accounts').select('employee_id').where('employee_id', 'in', ids).execute();
  return rows.length < ids.length;
}

/** The accounts come last: who has them has everything. */
async function seedAll(auth: Database<AuthTables>, company: Company, seededAt: number): Promise<void> {
  const events = historyOfLeave(company, seededAt).map(asAnyEvent);
  const aboutPeople = events.filter(({ type }) => type.startsWith('user.'));
  await seedPeople(auth, aboutPeople);
  await seedLeave(company, events, seededAt);
  const world = { database: auth, clock, source: '/auth' };
  const accounts = signInPeople(company).map(({ person: { id, email, locale }, roles }) => ({
    employeeId: id,
    email,
    locale,
    roles,
  }));
  const made = await seedAccounts(world, accounts);
  process.send?.({ signIns: made });
}

/** The replicas of people that user, auth and notification keep. */
async function seedPeople(auth: Database<AuthTables>, events: readonly AnyEvent[]): Promise<void> {
  const user = await databaseOf<UserTables>('user', userMigrations, log);
  await seedUser({ database: user, zone }, events, queue('user'));
  await user.close();
  const heard = events.filter(({ type }) => profilePatterns.some((pattern) => pattern === type));
  await seedInbox({ database: auth, consumer: queue('auth') }, heard, async (event, trx) => {
    if (isReplicaEvent(event)) await learn(trx, event);
  });
  const notification = await databaseOf<NotificationTables>('notification', notificationMigrations, log);
  const silent = { now: clock.now(), newsMs: 0, domain: 'localhost', told: () => {} };
  await seedInbox({ database: notification, consumer: queue('notification') }, events, (event, trx) =>
    takeEvent(trx, event, silent),
  );
  await notification.close();
}

/** The history of leave, balances of today, and some requests that wait for the manager among the sign-ins. */
async function seedLeave(company: Company, events: readonly AnyEvent[], seededAt: number): Promise<void> {
  const world = await vacationWorld(log);
  const known = await world.database.db.selectFrom('events').select('seq').limit(1).executeTakeFirst();
  if (known === undefined) {
    const { illegal, ...restored } = await restore(world, events, queue('vacation'));
    log.info({ ...restored, illegal: illegal.length }, 'the history of leave');
    await keepAllBalances(world);
  }
  const leave = new CompanyLeave(world, company, values.seed);
  for (const { person, roles } of signInPeople(company)) {
    const team = reportsOf(company, person.id, localDate(seededAt, zone));
    if (roles.includes('manager')) await leave.ask(team, waitingForManager);
    else if (roles.length === 1) await leave.ask([person], 1);
  }
  await world.database.close();
}

await run();
