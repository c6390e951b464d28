import type { BrowserContext } from 'playwright-core';
import { ukrainianRules } from '#domain/leaveRules.ts';
import { silentLog } from '#lib/log.ts';
import { testIssuer } from '#schemas/access/testing/tokens.ts';
import { type TestApp, testApp } from '#services/common/testing/app.ts';
import { testDatabase } from '#services/common/testing/databases.ts';
import { imports } from '#services/user/import/imports.ts';
import { userRoutes } from '#services/user/service.ts';
import { type TestCompany, testCompany } from '#services/user/testing/company.ts';
import { migrations } from '#services/vacation/migrations.ts';
import { vacationRoutes } from '#services/vacation/routes/all.ts';
import type { VacationTables } from '#services/vacation/tables.ts';
import { userLookUp } from '#services/vacation/userService.ts';
import { passOn } from './gateway.ts';
import { people, type Somebody } from './people.ts';

/**
 * The user and the vacation service themselves, each on a SQLite file; vacation asks user over HTTP whom it does not
 * know.
 */
export interface Office {
  readonly company: TestCompany;
  readonly users: TestApp;
  readonly vacation: TestApp;
  /** A page of this context is answered by them. */
  serve(context: BrowserContext, as: Somebody): Promise<void>;
  stop(): Promise<void>;
}

/** Whom everybody of people.ts reports to, and where. */
const places: Readonly<Record<Somebody, { readonly managerId: string | null; readonly department: string }>> = {
  manager: { managerId: null, department: 'Sales' },
  employee: { managerId: 'taras', department: 'Sales' },
  analyst: { managerId: 'taras', department: 'Sales' },
  hr: { managerId: null, department: 'Law' },
  auditor: { managerId: 'iryna', department: 'Law' },
  admin: { managerId: null, department: 'IT' },
};

/** Everybody of people.ts works in it, on Monday, 1 June 2026, at noon. */
export async function startOffice(): Promise<Office> {
  const [company, database, issuer] = await Promise.all([
    testCompany('sqlite'),
    testDatabase<VacationTables>('sqlite', migrations),
    testIssuer(),
  ]);
  for (const [who, place] of Object.entries(places)) {
    const { employeeId, firstName, lastName, login } = people[who as Somebody];
    await company.person(employeeId, { firstName, lastName, email: login, ...place });
  }
  const { clock, world } = company;
  const files = imports(world, silentLog);
  const users = await testApp(userRoutes(world, files), silentLog, issuer);
  const leave = { database, clock, source: '/vacation', zone: world.zone, standard: ukrainianRules };
  const lookUp = userLookUp({ url: users.address, clock, log: silentLog });
  const vacation = await testApp(vacationRoutes(leave, lookUp), silentLog, issuer);
  return {
    company,
    users,
    vacation,
    serve: async (context, as) => {
      await context.clock.setFixedTime(clock.now());
      await passOn(context, '/api/user/', users, as);
      await passOn(context, '/api/vacation/', vacation, as);
    },
    stop: async () => {
      await Promise.all([files.stop(), users.stop(), vacation.stop()]);
      await Promise.all([company.drop(), database.drop()]);
    },
  };
}
