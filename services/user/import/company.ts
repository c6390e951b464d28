import type { LocalDate } from '#lib/dates.ts';
import type { Db } from '../tables.ts';

/** What a file is checked against. */
export interface Company {
  readonly people: ReadonlyMap<string, Known>;
  /** Names of the departments that there are. */
  readonly departments: ReadonlySet<string>;
}

export interface Known {
  readonly emailKey: string | null;
  readonly managerId: string | null;
  readonly hiredOn: LocalDate | null;
  readonly active: boolean;
  readonly erased: boolean;
}

export async function companyOf(db: Db): Promise<Company> {
  const people = await db.selectFrom('people').selectAll().execute();
  const departments = await db.selectFrom('departments').select('name').where('merged_into', 'is', null).execute();
  return {
    people: new Map(
      people.map((row) => [
        row.employee_id,
        {
          emailKey: row.email_key,
          managerId: row.manager_id,
          hiredOn: row.hired_on,
          active: row.active === 1,
          erased: row.erasure_requested_at !== null,
        },
      ]),
    ),
    departments: new Set(departments.map(({ name }) => name)),
  };
}
