import { randomUUID } from 'node:crypto';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { conflict, notFound, Problem } from '#lib/http/problem.ts';
import type { Trace } from '#lib/http/trace.ts';
import type { Log } from '#lib/log.ts';
import { change, type UserWorld } from '../act.ts';
import type { ImportReport, ImportStatus, LineFault } from '../answers.ts';
import type { Db, ImportRow } from '../tables.ts';
import { applyLine, type LineResult } from './applyLine.ts';
import { checkLines } from './check.ts';
import { companyOf } from './company.ts';
import type { Line } from './line.ts';
import { fault, parseFile } from './parse.ts';

const keptMs = 7 * 86_400_000;
const noteEvery = 50;

/** Files that are checked first and applied after that, in the background. */
export interface Imports {
  /** The dry run: reads and checks everything, changes nothing. */
  check(text: string, by: string): Promise<ImportStatus>;
  /** Applies what was checked; again after an interruption. 409 in any other state. */
  apply(id: string, trace: Trace): Promise<ImportStatus>;
  /**
   * Ends what is applied within `noteEvery` lines, whichever process does it; what is done stays. 409 once it is
   * applied.
   */
  cancel(id: string): Promise<ImportStatus>;
  status(id: string): Promise<ImportStatus>;
  /** Marks what a crash cut off. */
  recover(): Promise<void>;
  /** Ends after the line under way. */
  stop(): Promise<void>;
}

export function imports(world: UserWorld, log: Log): Imports {
  const { db } = world.database;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const start = (id: string, text: string, trace: Trace) => {
    const run = applyAll(world, id, text, trace, stopping.signal)
      .catch((error) => interrupted(db, id, log, error))
      .finally(() => running.delete(run));
    running.add(run);
  };
  return {
    check: (text, by) => checkFile(world, text, by),
    async apply(id, trace) {
      const row = await claim(world, id);
      start(id, row.content, trace);
      return statusOf(row);
    },
    cancel: async (id) => statusOf(await cancel(db, id)),
    status: async (id) => statusOf(await getImport(db, id)),
    recover: async () => {
      await db.updateTable('imports').set({ state: 'interrupted' }).where('state', '=', 'applying').execute();
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

async function getImport(db: Db, id: string): Promise<ImportRow> {
  const row = await db.selectFrom('imports').selectAll().where('import_id', '=', id).executeTakeFirst();
  if (!row) throw notFound('There is no such import.', 'unknown_import');
  return row;
}

const statusOf = ({ import_id, state, total, done, report }: ImportRow): ImportStatus => ({
  importId: import_id,
  state,
  total,
  done,
  report: JSON.parse(report),
});

async function checkFile({ database: { db }, clock }: UserWorld, text: string, by: string): Promise<ImportStatus> {
  const parsed = await parseFile(text);
  const company = await companyOf(db);
  const { good, faults } = await checkLines(parsed.lines, company);
  const created = good.filter(({ employeeId }) => !company.people.has(employeeId)).length;
  const report: ImportReport = {
    lines: parsed.total,
    created,
    updated: good.length - created,
    unchanged: 0,
    faults: sorted([...parsed.faults, ...faults]),
  };
  const row: ImportRow = {
    import_id: randomUUID(),
    requested_by: by,
    state: 'checked',
    content: text,
    total: good.length,
    done: 0,
    report: JSON.stringify(report),
    created_at: clock.now(),
  };
  await db
    .deleteFrom('imports')
    .where('created_at', '<', clock.now() - keptMs)
    .execute();
  await db.insertInto('imports').values(row).execute();
  return statusOf(row);
}

const sorted = (faults: readonly LineFault[]) => faults.toSorted((a, b) => a.line - b.line);

/** Of several who ask at once, one applies it. */
async function claim({ database: { db } }: UserWorld, id: string): Promise<ImportRow> {
  const claimed = await db
    .updateTable('imports')
    .set({ state: 'applying', done: 0 })
    .where('import_id', '=', id)
    .where('state', 'in', ['checked', 'interrupted'])
    .executeTakeFirst();
  const row = await getImport(db, id);
  if (claimed.numUpdatedRows === 0n) throw conflict('import_state', `This import is ${row.state}.`);
  return row;
}

async function cancel(db: Db, id: string): Promise<ImportRow> {
  const cancelled = await db
    .updateTable('imports')
    .set({ state: 'cancelled', content: '' })
    .where('import_id', '=', id)
    .where('state', 'in', ['checked', 'applying', 'interrupted'])
    .executeTakeFirst();
  const row = await getImport(db, id);
  if (cancelled.numUpdatedRows === 0n) throw conflict('import_state', `This import is ${row.state}.`);
  return row;
}

/** Line by line, each in a transaction of its own; what the company no longer allows becomes a fault of its line. */
async function applyAll(world: UserWorld, id: string, text: string, trace: Trace, stop: AbortSignal): Promise<void> {
  const { db } = world.database;
  const parsed = await parseFile(text);
  const { good, faults } = await checkLines(parsed.lines, await companyOf(db));
  const counts: Record<LineResult, number> = { created: 0, updated: 0, unchanged: 0 };
  const failed: LineFault[] = [];
  const reportNow = () =>
    JSON.stringify({
      lines: parsed.total,
      ...counts,
      faults: sorted([...parsed.faults, ...faults, ...failed]),
    } satisfies ImportReport);
  for (const [at, line] of good.entries()) {
    // SQLite answers without ever waiting: without this nobody else would be answered before the last line.
    await othersTurn();
    if (stop.aborted) throw new Error('stopping');
    if (at % noteEvery === 0 && !(await noteOfRunning(db, id, { done: at, total: good.length })))
      return note(db, id, { done: at, report: reportNow() });
    const result = await change(world, trace, (act) => applyLine(act, line)).catch((error) => refusal(line, error));
    if (typeof result === 'string') counts[result]++;
    else failed.push(result);
  }
  await note(db, id, { state: 'applied', content: '', done: good.length, report: reportNow() });
}

function refusal({ line, employeeId }: Line, error: unknown): LineFault {
  if (!(error instanceof Problem)) throw error;
  return fault(line, '', employeeId, error.complaint.detail, error.complaint.remedy);
}

async function note(db: Db, id: string, values: Partial<ImportRow>): Promise<void> {
  await db.updateTable('imports').set(values).where('import_id', '=', id).execute();
}

/** False when it was cancelled. */
async function noteOfRunning(db: Db, id: string, values: Partial<ImportRow>): Promise<boolean> {
  const query = db.updateTable('imports').set(values).where('import_id', '=', id).where('state', '=', 'applying');
  return (await query.executeTakeFirst()).numUpdatedRows > 0n;
}

async function interrupted(db: Db, id: string, log: Log, error: unknown): Promise<void> {
  log.warn({ importId: id, reason: String(error) }, 'an import was interrupted; applying it again goes on');
  await noteOfRunning(db, id, { state: 'interrupted' }).catch(() => undefined);
}
