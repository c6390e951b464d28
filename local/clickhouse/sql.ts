/** One token of SQL text; comments and blanks are no tokens. Offsets are into the text that was given. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'mark';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** How many brackets are open around it. */
  readonly depth: number;
}

const pattern =
  /(?<blank>\s+|--[^\n]*|#[ !][^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<heredoc>\$(?<tag>\w*)\$[\s\S]*?\$\k<tag>\$)|(?<quoted>'(?:[^'\\]|\\[\s\S]|'')*'?|`(?:[^`\\]|\\[\s\S]|``)*`?|"(?:[^"\\]|\\[\s\S]|"")*"?)|(?<word>[\p{L}\p{N}_$]+)|(?<mark>[\s\S])/uy;

/** ClickHouse's lexical rules, as far as finding clauses needs them. Lazy: stops reading where its reader stops. */
export function* tokens(sql: string, from = 0): Generator<Token> {
  const scanner = new RegExp(pattern);
  scanner.lastIndex = from;
  let depth = 0;
  for (let found = scanner.exec(sql); found; found = scanner.exec(sql)) {
    const groups = found.groups ?? {};
    if (groups.blank !== undefined) continue;
    const text = found[0];
    if (')]}'.includes(text)) depth -= 1;
    const kind = groups.word !== undefined ? 'word' : groups.mark !== undefined ? 'mark' : 'quoted';
    yield { kind, text, start: found.index, end: scanner.lastIndex, depth };
    if ('([{'.includes(text)) depth += 1;
  }
}

/** What the front needs to know of a statement before the engine sees it. */
export type Statement =
  | { readonly kind: 'query'; readonly format: string | null }
  | {
      /** An INSERT that carries rows: they begin at offset `data` and are in `format`. */
      readonly kind: 'rows';
      readonly into: string;
      readonly settings: string;
      readonly format: string;
      readonly data: number;
    }
  | { readonly kind: 'refused'; readonly why: string };

const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === 'word' && token.text.toUpperCase() === word;

/**
 * Tells an INSERT with rows from everything else; files of this machine may be neither read nor written by a statement.
 */
export function readStatement(sql: string): Statement {
  const first = tokens(sql).next().value;
  const statement = first && isWord(first, 'INSERT') ? readInsert(sql, first) : undefined;
  return statement ?? readQuery(sql);
}

const intoWords = ['INTO', 'TABLE', 'FUNCTION'];

/** undefined: an INSERT without rows of its own (INSERT … SELECT). */
function readInsert(sql: string, first: Token): Statement | undefined {
  let settings: number | undefined;
  let formatAt: number | undefined;
  let before = first;
  let named = false;
  for (const token of tokens(sql, first.end)) {
    if (formatAt !== undefined) return rows(sql, first, formatAt, settings, token.text, token.end);
    const isName = !named || before.text === '.';
    before = token;
    if (token.depth > 0 || (isName && intoWords.includes(token.text.toUpperCase()))) continue;
    named = true;
    if (isName) continue;
    if (isWord(token, 'SELECT') || isWord(token, 'WITH')) return undefined;
    if (token.text === ';') return { kind: 'refused', why: 'Multi-statements are not allowed' };
    if (isWord(token, 'INFILE')) return { kind: 'refused', why: 'INSERT FROM INFILE is not possible over HTTP' };
    if (isWord(token, 'VALUES')) return rows(sql, first, token.start, settings, 'Values', token.end);
    if (isWord(token, 'SETTINGS')) settings = token.start;
    if (isWord(token, 'FORMAT')) formatAt = token.start;
  }
  return undefined;
}

function rows(
  sql: string,
  first: Token,
  clauseAt: number,
  settingsAt: number | undefined,
  format: string,
  end: number,
): Statement {
  const head = sql.slice(first.start, clauseAt);
  const settings = settingsAt === undefined ? '' : head.slice(settingsAt - first.start).trim();
  const into = (settingsAt === undefined ? head : sql.slice(first.start, settingsAt)).trim();
  const gap = /^[ \t]*\r?\n?/.exec(sql.slice(end, end + 64))?.[0].length ?? 0;
  return { kind: 'rows', into, settings, format, data: end + gap };
}

/** The output format is what stands behind the last FORMAT outside of brackets. */
function readQuery(sql: string): Statement {
  let format: string | null = null;
  let before: Token | undefined;
  let ended = false;
  for (const token of tokens(sql)) {
    if (ended && token.text !== ';') return { kind: 'refused', why: 'Multi-statements are not allowed' };
    ended ||= token.text === ';' && token.depth === 0;
    if (isWord(token, 'OUTFILE') && isWord(before, 'INTO'))
      return { kind: 'refused', why: 'INTO OUTFILE is not possible over HTTP' };
    if (token.depth === 0 && token.kind === 'word' && isWord(before, 'FORMAT')) format = token.text;
    before = token;
  }
  return { kind: 'query', format };
}

/** Whether rows in the format Values go on behind a semicolon, where a second statement could hide. */
export function endsEarly(values: string): boolean {
  let ended = false;
  for (const token of tokens(values)) {
    if (ended && token.text !== ';') return true;
    ended ||= token.text === ';' && token.depth === 0;
  }
  return false;
}

/** A string literal of ClickHouse. */
export const literal = (text: string): string => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;

/** A quoted name. */
export const identifier = (name: string): string => `\`${name.replace(/\\/g, '\\\\').replace(/`/g, '\\`')}\``;
