import { badRequest } from '#lib/http/problem.ts';
import type { Database } from '../common/database/database.ts';
import type { AuditEntry, AuditPage } from './answers.ts';
import type { Content, Parts } from './entry.ts';
import type { AuditTables } from './tables.ts';

/** What is looked for; instants are epoch ms, `to` is the first one that no longer counts. */
export interface Wanted {
  readonly person?: string | undefined;
  readonly eventId?: string | undefined;
  /** A type, or the beginning of types: `auth.` */
  readonly type?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly limit: number;
  /** Where the page before ended. */
  readonly after?: string | undefined;
}

/** The newest entries first. */
export async function search(db: Database<AuditTables>['db'], wanted: Wanted): Promise<AuditPage> {
  const rows = await rowsOf(db, wanted);
  const shown = rows.slice(0, wanted.limit);
  const last = shown.at(-1);
  return { entries: shown.map(entryOf), next: last && rows.length > shown.length ? cursor(last) : null };
}

function rowsOf(db: Database<AuditTables>['db'], { person, eventId, type, from, to, limit, after }: Wanted) {
  let query = db
    .selectFrom('audit_entries as entry')
    .leftJoin('audit_personal as personal', (join) =>
      join.onRef('personal.stream', '=', 'entry.stream').onRef('personal.seq', '=', 'entry.seq'),
    )
    .select(['entry.content', 'entry.hash', 'entry.occurred_at', 'entry.stream', 'entry.seq', 'personal.parts']);
  if (person !== undefined)
    query = query
      .innerJoin('audit_people as named', (join) =>
        join.onRef('named.stream', '=', 'entry.stream').onRef('named.seq', '=', 'entry.seq'),
      )
      .where('named.person', '=', person);
  if (eventId !== undefined) query = query.where('entry.event_id', '=', eventId);
  if (type?.endsWith('.'))
    query = query.where('entry.type', '>=', type).where('entry.type', '<', `${type.slice(0, -1)}/`);
  else if (type !== undefined) query = query.where('entry.type', '=', type);
  if (from !== undefined) query = query.where('entry.occurred_at', '>=', from);
  if (to !== undefined) query = query.where('entry.occurred_at', '<', to);
  if (after !== undefined) {
    const [at, stream, seq] = place(after);
    query = query.where(({ eb, and, or }) =>
      or([
        eb('entry.occurred_at', '<', at),
        and([eb('entry.occurred_at', '=', at), eb('entry.stream', '<', stream)]),
        and([eb('entry.occurred_at', '=', at), eb('entry.stream', '=', stream), eb('entry.seq', '<', seq)]),
      ]),
    );
  }
  return query
    .orderBy('entry.occurred_at', 'desc')
    .orderBy('entry.stream', 'desc')
    .orderBy('entry.seq', 'desc')
    .limit(limit + 1)
    .execute();
}

function entryOf({ content, hash, parts }: { content: string; hash: string; parts: string | null }): AuditEntry {
  const { v: _, sealed, data, ...rest } = JSON.parse(content) as Content;
  const held = Object.entries(JSON.parse(parts ?? '{}') as Parts).map(([field, { value }]) => [field, value] as const);
  const known = Object.fromEntries(held);
  const erased = Object.keys(sealed).filter((field) => !Object.hasOwn(known, field));
  return { mark: null, ...rest, data: { ...data, ...known }, erased, hash };
}

const cursor = ({ occurred_at, stream, seq }: { occurred_at: number; stream: string; seq: number }): string =>
  Buffer.from(JSON.stringify([occurred_at, stream, seq])).toString('base64url');

function place(text: string): [number, string, number] {
  try {
    const [at, stream, seq] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    if (typeof at === 'number' && typeof stream === 'string' && typeof seq === 'number') return [at, stream, seq];
  } catch {}
  throw badRequest([{ field: 'after', value: text, message: 'not what an earlier page gave as next' }]);
}
