import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Database } from '../common/database/database.ts';
import type { AuditTables } from './tables.ts';

/** A checkpoint as it is written out: the signed bytes and their signature. */
export interface Exported {
  readonly body: string;
  readonly signature: string;
}

/** Appends the checkpoints that the file does not have, each a line of JSON, on the disk before it returns. */
export async function exportCheckpoints(database: Database<AuditTables>, file: string): Promise<void> {
  const last = readExported(file).reduce((most, { body }) => Math.max(most, numberOf(body)), 0);
  const rows = await database.db
    .selectFrom('audit_checkpoints')
    .select(['body', 'signature'])
    .where('number', '>', last)
    .orderBy('number')
    .execute();
  if (rows.length === 0) return;
  await append(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

/** Begins on a new line, should the last one have been cut by a crash. */
async function append(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const handle = await open(file, 'a');
  try {
    await handle.write(before === '' || before.endsWith('\n') ? text : `\n${text}`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The checkpoints of a file; lines that a crash has cut are left out, and written again by the next export. */
export function readExported(file: string): readonly Exported[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').flatMap(parse);
}

function parse(line: string): Exported[] {
  try {
    const { body, signature } = JSON.parse(line) as Partial<Exported>;
    return typeof body === 'string' && typeof signature === 'string' && numberOf(body) > 0 ? [{ body, signature }] : [];
  } catch {
    return [];
  }
}

/** 0 where the text is no checkpoint. */
export function numberOf(body: string): number {
  try {
    const { number } = JSON.parse(body) as { number?: unknown };
    return typeof number === 'number' ? number : 0;
  } catch {
    return 0;
  }
}
