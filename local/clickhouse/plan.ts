import type { Engine } from './engine.ts';
import { Problem } from './problem.ts';
import { maxSqlBytes, type QueryRequest, readAll } from './request.ts';
import type { Spooled } from './spool.ts';
import { endsEarly, literal, readStatement, type Statement } from './sql.ts';
import { refuseWords } from './words.ts';

/** One statement, checked, and in the form in which the engine may have it. */
export interface Plan {
  readonly sql: string;
  /** Output format, also when the statement names none. */
  readonly format: string;
  /** Leaves no trace, so that it may be stopped half-way. */
  readonly readOnly: boolean;
  /** The rows of an INSERT. */
  readonly rows: Spooled | null;
}

type Spool = (start: Buffer, rest: QueryRequest['body']) => Promise<Spooled>;

/** Problem: more than one statement, a change by GET, access to this machine's files, a body that is too large. */
export async function planRequest(request: QueryRequest, engine: Engine, spool: Spool): Promise<Plan> {
  const named = readStatement(request.query);
  if (named.kind === 'rows') {
    const start = Buffer.from(request.query.slice(named.data));
    return planRows({ ...named, settings: asLiterals(named) }, request, engine, () => spool(start, request.body));
  }
  const body = await readAll(request.body, maxSqlBytes);
  const text = Buffer.concat([
    Buffer.from(request.query && body.length > 0 ? `${request.query}\n` : request.query),
    body,
  ]);
  return planText(text, request, engine, spool);
}

/** SQL and rows in one text. Offsets are found in Latin-1, where a character is a byte: the rows may be binary. */
async function planText(text: Buffer, request: QueryRequest, engine: Engine, spool: Spool): Promise<Plan> {
  const bytes = readStatement(text.toString('latin1'));
  const rest = bytes.kind === 'rows' ? bytes.data : text.length;
  const statement = readStatement(text.subarray(0, rest).toString());
  if (statement.kind === 'refused') throw refusal(statement.why);
  if (statement.kind === 'query') return planQuery(text.toString(), statement.format, request, engine);
  const values = text.subarray(rest);
  if (statement.format === 'Values') checkValues(values.toString('latin1'));
  return planRows(statement, request, engine, () => spool(values, request.body));
}

/**
 * Rows that come behind the statement are taken as they come, so that their expressions cannot be looked through first.
 */
function asLiterals({ format, settings }: Statement & { kind: 'rows' }): string {
  if (format !== 'Values') return settings;
  return `${settings ? `${settings},` : 'SETTINGS'} input_format_values_interpret_expressions = 0`;
}

function checkValues(values: string): void {
  if (endsEarly(values)) throw refusal('Cannot read data after semicolon');
  refuseWords(values);
}

async function planQuery(sql: string, format: string | null, request: QueryRequest, engine: Engine): Promise<Plan> {
  refuseWords(sql);
  const { statements, readOnly } = await engine.analyze(sql);
  if (statements > 1) throw refusal('Multi-statements are not allowed');
  if (sql.trim() === '') throw refusal('Empty query');
  if (request.readOnly && !readOnly) throw changeByGet();
  return { sql, format: format ?? request.defaultFormat, readOnly, rows: null };
}

async function planRows(
  statement: Statement & { kind: 'rows' },
  request: QueryRequest,
  engine: Engine,
  spool: () => Promise<Spooled>,
): Promise<Plan> {
  if (request.readOnly) throw changeByGet();
  const { into, settings, format } = statement;
  refuseWords(`${into} ${settings}`);
  const rows = await spool();
  const sql = `${into} FROM INFILE ${literal(rows.file)} COMPRESSION 'none' ${settings} FORMAT ${format}`;
  if ((await engine.analyze(sql)).statements <= 1) return { sql, format: 'Null', readOnly: false, rows };
  await rows[Symbol.asyncDispose]();
  throw refusal('Multi-statements are not allowed');
}

const refusal = (why: string): Problem => new Problem(62, 'SYNTAX_ERROR', `Syntax error: ${why}.`);

const changeByGet = (): Problem =>
  new Problem(
    164,
    'READONLY',
    'Cannot execute query in readonly mode. For queries over HTTP, method GET implies readonly. ' +
      'You should use method POST for modifying queries.',
  );
