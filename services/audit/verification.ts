import type { KeyObject } from 'node:crypto';
import type { Database } from '../common/database/database.ts';
import { type Checked, checkCheckpoints } from './checkpointChain.ts';
import { noHash } from './entry.ts';
import { checkEntry, type Row } from './entryCheck.ts';
import { type Exported, readExported } from './export.ts';
import type { AuditMoment, Finding } from './finding.ts';
import { leafHash, noLeaves, type Peaks, rootOf, withLeaf } from './merkle.ts';
import { erasure } from './store.ts';
import type { AuditTables } from './tables.ts';

export interface Verified {
  readonly findings: readonly Finding[];
  readonly entries: number;
  readonly checkpoints: number;
  /** Entries that no signed checkpoint vouches for yet. */
  readonly unsigned: number;
}

export interface VerifyOptions {
  readonly database: Database<AuditTables>;
  readonly key: KeyObject;
  /** The exported checkpoints. */
  readonly file: string;
}

const page = 1_000;
const restore =
  'Restore the audit tables from a backup taken before the change, verify the backup, and find out who had write access since.';

/**
 * Reads everything and compares: each entry with its hash, its commitments and its columns, each chain with itself, and
 * both with the signed checkpoints of the database and of the exported file. What was erased is as it should be.
 */
export async function verifyAudit({ database, key, file }: VerifyOptions): Promise<Verified> {
  // Read before the database: a checkpoint is there before it is exported.
  const exported = readExported(file);
  return database.snapshot((db) => verifyMoment(db, key, exported));
}

async function verifyMoment(db: AuditMoment, key: KeyObject, exported: readonly Exported[]): Promise<Verified> {
  const checked = await checkCheckpoints(db, key, exported);
  const chains: Chain[] = [];
  for (const stream of await streamsOf(db, checked)) chains.push(await checkStream(db, stream, checked));
  return {
    findings: [...checked.findings, ...chains.flatMap(({ findings }) => findings)],
    entries: chains.reduce((sum, { entries }) => sum + entries, 0),
    checkpoints: checked.bodies.length,
    unsigned: chains.reduce((sum, { unsigned }) => sum + unsigned, 0),
  };
}

/** A chain that was removed whole is known from the checkpoints, or from its end. */
async function streamsOf(db: AuditMoment, { bodies }: Checked): Promise<string[]> {
  const there = await db.selectFrom('audit_entries').select('stream').distinct().execute();
  const ends = await db.selectFrom('audit_streams').select('stream').where('last_seq', '>', 0).execute();
  const signed = bodies.flatMap(({ streams }) => streams.map(({ stream }) => stream));
  return [...new Set([...there, ...ends].map(({ stream }) => stream).concat(signed))].sort();
}

interface Chain {
  readonly findings: readonly Finding[];
  readonly entries: number;
  readonly unsigned: number;
}

/** Walks one chain from its first entry. */
async function checkStream(db: AuditMoment, stream: string, { bodies }: Checked): Promise<Chain> {
  const roots = rootsOf(stream, bodies);
  const end = await endOf(db, stream);
  const findings: Finding[] = [];
  const state = { seq: 0, prev: noHash, tree: noLeaves as Peaks, entries: 0 };
  for await (const row of rowsOf(db, stream)) {
    findings.push(
      ...gap(stream, state.seq, row.seq),
      ...checkEntry(row, state.seq + 1 === row.seq ? state.prev : null),
    );
    state.entries++;
    Object.assign(state, { seq: row.seq, prev: row.hash, tree: withLeaf(state.tree, leafHash(row.content)) });
    findings.push(...wrongRoot(stream, state.tree, roots));
  }
  const size = Math.max(end.last_seq, ...roots.keys());
  findings.push(...cutTail(stream, state.seq, size), ...wrongEnd(stream, state, end));
  return { findings, entries: state.entries, unsigned: Math.max(0, state.seq - Math.max(0, ...roots.keys())) };
}

/** What the checkpoints say of a chain: size → root and checkpoint. */
type Roots = ReadonlyMap<number, { readonly root: string; readonly number: number }>;

const rootsOf = (stream: string, bodies: Checked['bodies']): Roots =>
  new Map(
    bodies.flatMap(({ number, streams }) =>
      streams.filter((signed) => signed.stream === stream).map(({ size, root }) => [size, { root, number }]),
    ),
  );

/** Rows in order, a page at a time, with what lies beside the chain. */
async function* rowsOf(db: AuditMoment, stream: string): AsyncGenerator<Row> {
  const erased = await erasedIn(db);
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const rows = await db
      .selectFrom('audit_entries as entry')
      .leftJoin('audit_personal as personal', (join) =>
        join.onRef('personal.stream', '=', 'entry.stream').onRef('personal.seq', '=', 'entry.seq'),
      )
      .selectAll('entry')
      .select('personal.parts')
      .where('entry.stream', '=', stream)
      .where('entry.seq', '>', after)
      .orderBy('entry.seq')
      .limit(page)
      .execute();
    const last = rows.at(-1);
    if (!last) return;
    const people = await peopleBetween(db, stream, after, last.seq);
    for (const row of rows)
      yield {
        ...row,
        people: people.get(row.seq) ?? [],
        erased: row.employee_id !== null && erased.has(row.employee_id),
      };
    after = last.seq;
  }
}

/** Who was erased, by the chain's own word: a note in another table would be easily added. */
async function erasedIn(db: AuditMoment): Promise<ReadonlySet<string | null>> {
  const asked = db.selectFrom('audit_entries').select('employee_id').where('type', '=', erasure);
  return new Set((await asked.execute()).map(({ employee_id }) => employee_id));
}

async function peopleBetween(
  db: AuditMoment,
  stream: string,
  after: number,
  to: number,
): Promise<Map<number, string[]>> {
  const named = db.selectFrom('audit_people').select(['seq', 'person']).where('stream', '=', stream);
  const rows = await named.where('seq', '>', after).where('seq', '<=', to).execute();
  const people = new Map<number, string[]>();
  for (const { seq, person } of rows) people.set(seq, [...(people.get(seq) ?? []), person]);
  return people;
}

const endOf = async (db: AuditMoment, stream: string): Promise<{ last_seq: number; last_hash: string }> =>
  (await db.selectFrom('audit_streams').selectAll().where('stream', '=', stream).executeTakeFirst()) ?? {
    last_seq: 0,
    last_hash: noHash,
  };

const range = (from: number, to: number): string => (from === to ? String(from) : `${from} to ${to}`);

function gap(stream: string, before: number, seq: number): Finding[] {
  if (seq === before + 1) return [];
  const what = seq > before ? `removed: entry ${range(before + 1, seq - 1)} is not there` : 'a number below 1';
  return [{ where: `${stream} ${range(before + 1, Math.max(before + 1, seq - 1))}`, what, remedy: restore }];
}

function wrongRoot(stream: string, tree: Peaks, roots: Roots): Finding[] {
  const signed = roots.get(tree.size);
  if (!signed || rootOf(tree).toString('hex') === signed.root) return [];
  const what = `the first ${tree.size} entries are not those that checkpoint ${signed.number} was signed over`;
  return [{ where: `${stream} 1 to ${tree.size}`, what, remedy: restore }];
}

function cutTail(stream: string, last: number, size: number): Finding[] {
  if (last >= size) return [];
  const where = `${stream} ${range(last + 1, size)}`;
  return [{ where, what: `cut off: the chain ends at ${last} but had ${size} entries`, remedy: restore }];
}

function wrongEnd(
  stream: string,
  { seq, prev }: { seq: number; prev: string },
  end: { last_seq: number; last_hash: string },
): Finding[] {
  if (seq < end.last_seq || (seq === end.last_seq && prev === end.last_hash)) return [];
  const what = `changed: the noted end of the chain (${end.last_seq}) is not its last entry (${seq})`;
  return [{ where: `${stream} ${seq}`, what, remedy: restore }];
}
