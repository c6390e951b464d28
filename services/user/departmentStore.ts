import { randomUUID } from 'node:crypto';
import { notFound } from '#lib/http/problem.ts';
import type { DepartmentRow, Trx } from './tables.ts';

export const findDepartment = (trx: Trx, name: string) =>
  trx.selectFrom('departments').selectAll().where('name', '=', name).executeTakeFirst();

/** 404 when there is none. */
export async function getDepartment(trx: Trx, id: string): Promise<DepartmentRow> {
  const found = await trx.selectFrom('departments').selectAll().where('department_id', '=', id).executeTakeFirst();
  if (!found) throw notFound('There is no such department.', 'unknown_department');
  return found;
}

/** The departments that people can be moved to. */
export async function openDepartments(trx: Trx): Promise<Set<string>> {
  const rows = await trx.selectFrom('departments').select('name').where('merged_into', 'is', null).execute();
  return new Set(rows.map(({ name }) => name));
}

/** A department that an event from elsewhere names is there from then on. */
export async function ensureDepartment(trx: Trx, name: string): Promise<void> {
  if (!(await findDepartment(trx, name))) await insertDepartment(trx, name);
}

export async function insertDepartment(trx: Trx, name: string): Promise<DepartmentRow> {
  const row = { department_id: randomUUID(), name, version: 1, merged_into: null };
  await trx.insertInto('departments').values(row).execute();
  return row;
}
