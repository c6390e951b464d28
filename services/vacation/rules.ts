import { isDeepStrictEqual } from 'node:util';
import type { LeaveRules } from '#domain/leaveRules.ts';
import type { Trx } from './tables.ts';

/** The rules that hold; version 0 is the standard. */
export async function readRules(trx: Trx, standard: LeaveRules): Promise<{ version: number; rules: LeaveRules }> {
  const row = await trx.selectFrom('rules').selectAll().where('id', '=', 1).executeTakeFirst();
  return row ? { version: row.version, rules: JSON.parse(row.content) } : { version: 0, rules: standard };
}

/** Replaces the rules; the caller has compared versions. */
export async function writeRules(trx: Trx, content: string, version: number): Promise<void> {
  await trx.deleteFrom('rules').where('id', '=', 1).execute();
  await trx.insertInto('rules').values({ id: 1, version, content }).execute();
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Paths (`types.annual.noticeDays`) of what differs; a list counts as one value. */
export function changedPaths(before: unknown, after: unknown, path = ''): string[] {
  if (!isRecord(before) || !isRecord(after)) return isDeepStrictEqual(before, after) ? [] : [path];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => changedPaths(before[name], after[name], path === '' ? name : `${path}.${name}`));
}
