import type { Session } from 'chdb';
import type { Plan } from './plan.ts';
import type { Summary } from './respond.ts';

/** The outcome of a statement: everything at once, or pieces that are still being computed. */
export type Result =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array; readonly summary: Summary }
  | { readonly kind: 'pieces'; readonly pieces: AsyncIterable<Uint8Array>; cancel(): void };

/**
 * Formats whose pieces, one after the other, are the whole: the engine writes headers and footers around each piece.
 */
const joinable = new Set(
  (
    'JSONEachRow JSONLines NDJSON JSONStringsEachRow JSONCompactEachRow JSONCompactStringsEachRow ' +
    'TabSeparated TSV TabSeparatedRaw TSVRaw Raw CSV TSKV RowBinary Native RawBLOB LineAsString'
  ).split(' '),
);

const nothing: Summary = { readRows: 0, readBytes: 0, writtenRows: 0, writtenBytes: 0, elapsed: 0 };

/** Runs the statement; an error of the engine before its first piece is thrown here. */
export async function execute(session: Session, plan: Plan, whole: boolean): Promise<Result> {
  if (plan.readOnly && !whole && joinable.has(plan.format) && !plan.sql.includes('output_format_json_array_of_rows'))
    return stream(session, plan);
  return run(session, plan);
}

async function run(session: Session, plan: Plan): Promise<Result> {
  const result = await session.queryAsync(plan.sql, { format: plan.format });
  const { rowsRead, bytesRead, elapsed } = result;
  const written = plan.rows ? { writtenRows: rowsRead, writtenBytes: bytesRead } : {};
  const summary = { ...nothing, readRows: rowsRead, readBytes: bytesRead, elapsed, ...written };
  return { kind: 'whole', bytes: result.bytes(), summary };
}

/** EXPLAIN, SHOW, DESCRIBE, EXISTS cannot be had in pieces; the engine says so before it begins. */
async function stream(session: Session, plan: Plan): Promise<Result> {
  try {
    const source = session.queryStream(plan.sql, { format: plan.format });
    const iterator = source[Symbol.asyncIterator]();
    const first = await iterator.next();
    if (first.done) return { kind: 'whole', bytes: new Uint8Array(0), summary: nothing };
    return { kind: 'pieces', pieces: pieces(first.value.raw(), iterator), cancel: () => source.cancel() };
  } catch (error) {
    if (/Streaming query is not supported/.test(String(error))) return run(session, plan);
    throw error;
  }
}

async function* pieces(first: Uint8Array, rest: AsyncIterator<{ raw(): Uint8Array }>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value.raw();
  } finally {
    await rest.return?.();
  }
}
