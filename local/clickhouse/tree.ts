import type { Engine } from './engine.ts';
import { tableEngines } from './grants.ts';
import { Problem, problemOf } from './problem.ts';
import type { QueryRequest } from './request.ts';
import { setAll } from './sessions.ts';
import type { UserName } from './users.ts';
import { denied, outsideFunctions } from './words.ts';

/** Functions that stand for a table and make up their rows. */
const madeUp = new Set(
  'numbers numbers_mt zeros zeros_mt values generateSeries generate_series generateRandom view null'.split(' '),
);

/** What of `system` says how the tables are and nothing of what others ask. */
const systemTables = new Set(
  'one numbers numbers_mt zeros zeros_mt tables columns databases parts mutations functions settings'.split(' '),
);

/** Statements that only read, as the engine names them. */
const reads = /^(SelectWithUnionQuery|Explain|ShowTables|ShowColumns|ShowCreate\w+|DescribeQuery|Exists\w+)\b/;

/**
 * Problem when the statement, as the engine itself reads it, uses a table, a function or an engine that this user may
 * not. Names that are parameters are seen as what they are.
 */
export async function refuseOutside(
  engine: Engine,
  sql: string,
  { params }: QueryRequest,
  user: UserName,
): Promise<void> {
  const lines = await syntaxTree(engine, sql, params);
  if (user !== 'sinks' && !reads.test(lines[0] ?? '')) throw new Problem(164, 'READONLY', `${user} may read only.`);
  const above: string[] = [];
  for (const line of lines) {
    const depth = line.search(/\S/);
    above[depth] = line.trim();
    judge(line.trim(), above[depth - 1] ?? '', user);
  }
}

const explain = 'EXPLAIN AST graph = 0, optimize = 0 ';

/** In a session of its own, for those of requests have limits. */
async function syntaxTree(engine: Engine, sql: string, params: QueryRequest['params']): Promise<readonly string[]> {
  const session = engine.open();
  try {
    await setAll(session, [...params]);
    const answer = await session.queryAsync(`${explain}${sql}`, { format: 'JSONCompactColumns' });
    return answer.json<string[][]>()[0] ?? [];
  } catch (error) {
    const { code, message } = problemOf(error);
    const [, position, rest] = /failed at position (\d+) \([\s\S]*?\): ([\s\S]*) \(SYNTAX_ERROR\)$/.exec(message) ?? [];
    if (code !== 62 || position === undefined) throw error;
    const at = Number(position) - explain.length;
    throw new Problem(62, 'SYNTAX_ERROR', `Syntax error: failed at position ${at}: ${rest}`);
  } finally {
    session.close();
  }
}

function judge(node: string, parent: string, user: UserName): void {
  const [, kind = '', name = ''] = /^(\w+) (.*?)(?: \((?:alias|children) .*)?$/.exec(node) ?? [];
  if (kind === 'Function') judgeFunction(name, parent);
  if (user !== 'sinks' && /Identifier$/.test(kind) && !isReadable(name)) throw denied(`the table ${name}`);
}

function judgeFunction(name: string, parent: string): void {
  if (outsideFunctions.test(name)) throw denied(`the function ${name}`);
  if (/^(TableExpression|InsertQuery|CreateQuery)\b/.test(parent) && !madeUp.has(name))
    throw denied(`the table function ${name}`);
  if (/^Storage definition\b/.test(parent) && engineName.test(name) && !storages.has(name))
    throw denied(`the engine ${name}`);
}

/** Engines begin with a capital; what else stands there are functions of ORDER BY and PARTITION BY. */
const engineName = /^[A-Z]/;

const storages: ReadonlySet<string> = new Set([...tableEngines, 'Atomic']);

function isReadable(name: string): boolean {
  const [database = '', table = ''] = name.split('.');
  if (database === 'system' && table !== '') return systemTables.has(table);
  return !/^(default|information_schema)\./i.test(name);
}
