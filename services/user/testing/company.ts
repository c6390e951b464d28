import { manualClock } from '#lib/clock.ts';
import { type databases, type TestDatabase, testDatabase } from '../../common/testing/databases.ts';
import { type Act, change, type UserWorld } from '../act.ts';
import { createDepartment } from '../departments.ts';
import { migrations } from '../migrations.ts';
import { type NewPerson, register } from '../people.ts';
import type { UserTables } from '../tables.ts';

/** Monday, 1 June 2026, noon in Kyiv. */
export const noon = Date.parse('2026-06-01T09:00:00Z');

export interface TestCompany {
  readonly world: UserWorld;
  readonly database: TestDatabase<UserTables>;
  readonly clock: ReturnType<typeof manualClock>;
  act<T>(work: (act: Act) => Promise<T>): Promise<T>;
  /** Registers a person; what is not said is unremarkable. */
  person(employeeId: string, more?: Partial<NewPerson>): Promise<void>;
  version(employeeId: string): Promise<number>;
  /** What has been published so far, in order: type and data as JSON. */
  published(): Promise<Published[]>;
  drop(): Promise<void>;
}

export interface Published {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A company without people, with the departments IT, Sales and Law. */
export async function testCompany(kind: (typeof databases)[number]): Promise<TestCompany> {
  const database = await testDatabase<UserTables>(kind, migrations);
  const clock = manualClock(noon);
  const world: UserWorld = { database, clock, source: '/users', zone: 'Europe/Kyiv' };
  const act = <T>(work: (act: Act) => Promise<T>) => change(world, undefined, work);
  for (const name of ['IT', 'Sales', 'Law']) await act((act) => createDepartment(act, name));
  return {
    world,
    database,
    clock,
    act,
    drop: () => database.drop(),
    person: async (employeeId, more = {}) =>
      void (await act((act) => register(act, { ...ordinary(employeeId), ...more }))),
    version: async (employeeId) => {
      const query = database.db.selectFrom('people').select('version').where('employee_id', '=', employeeId);
      return (await query.executeTakeFirstOrThrow()).version;
    },
    published: async () => {
      const rows = await database.db.selectFrom('outbox').select('payload').orderBy('seq').execute();
      return rows.map(({ payload }) => JSON.parse(payload));
    },
  };
}

const ordinary = (employeeId: string): NewPerson => ({
  employeeId,
  email: `p${employeeId}@company.example`,
  firstName: 'Олена',
  lastName: `Коваль-${employeeId}`,
  managerId: null,
  region: 'UA',
  locale: 'uk',
  department: 'IT',
  hiredOn: '2020-01-01',
  schedule: null,
});
