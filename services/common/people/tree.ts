import type { Kysely } from 'kysely';
import { narrow } from '../database/database.ts';

/** What every replica of people says of their managers. */
interface TreeTables {
  people: { employee_id: string; manager_id: string | null; active: number };
}

const peopleIn = (db: object): Kysely<TreeTables> => narrow<TreeTables>(db);

/** Ids of the managers above somebody, nearest first; a circle ends where it closes. */
export async function managersAbove<DB extends TreeTables>(from: Kysely<DB>, employeeId: string): Promise<string[]> {
  const people = peopleIn(from).selectFrom('people').select('manager_id');
  const way = [employeeId];
  for (const at of way) {
    const above = (await people.where('employee_id', '=', at).executeTakeFirst())?.manager_id ?? null;
    if (above !== null && !way.includes(above)) way.push(above);
  }
  return way.slice(1);
}

/** Whether somebody is gone; who has never been heard of is not. */
export async function hasLeft<DB extends TreeTables>(from: Kysely<DB>, employeeId: string): Promise<boolean> {
  const people = peopleIn(from).selectFrom('people').select('active');
  return (await people.where('employee_id', '=', employeeId).executeTakeFirst())?.active === 0;
}
