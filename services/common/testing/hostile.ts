import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Someone } from '#schemas/access/testing/tokens.ts';
import type { Database } from '../database/database.ts';
import type { Route } from '../http/route.ts';
import type { AskOptions, Got, TestApp } from './app.ts';
import { type Examples, type Place, placesOf, put, sampleOf } from './inputs.ts';

/** Texts that do harm where text is taken for something else. */
const hostileTexts: readonly string[] = [
  `' OR '1'='1`,
  `'; DROP TABLE people; --`,
  `") UNION SELECT 1,2,3 -- `,
  '%_\\',
  '$'.concat('{7*7}{{7*7}}#{7*7}<%= 7*7 %>'),
  '{"$gt":""}',
  '__proto__',
  'constructor',
  '\u0000',
  'a\u0000b',
  '%00%ff%0d%0a',
  'a\r\nBcc: everybody@company.example\r\n\r\nb',
  '<script>alert(1)</script>',
  `"><img src=x onerror=alert('1')>`,
  'javascript:alert(1)',
  '=HYPERLINK("http://evil.example";"x")',
  '+1+1|cmd',
  '../../../etc/passwd',
  '$(id)`id`;id|id',
  '\uD800',
  '\u202Egnp.exe',
  'я'.repeat(20_000),
  '',
  ' ',
  '-1',
  '1e999',
  'NaN',
  '9007199254740993',
  '2026-02-30',
];

/** What is of another kind than any field, or past the bounds of every number. */
const hostileValues: readonly unknown[] = [
  null,
  true,
  [],
  {},
  ['x', 'y'],
  { $gt: '' },
  { toString: 1, length: -1 },
  -1,
  0,
  0.1,
  2 ** 31,
  2 ** 53 + 2,
  1e308,
  -1e308,
];

export interface HostileOptions {
  /** Somebody with every right, so that inputs get as far as they can. */
  readonly as: Someone;
  readonly database: () => Database;
  /** See Examples; also of parameters in the path: `id`. */
  readonly examples?: (route: Route) => Examples;
  /** Sent with every request: an If-Match that holds. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Before each request: moves a clock on, so that no limit of rates hides what lies behind. */
  readonly before?: () => void;
  /** Routes whose answers do not end. */
  readonly without?: (route: Route) => boolean;
}

interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/**
 * Declares a test for each route: every place of its path, query and body gets every hostile text and value, one at a
 * time, around an otherwise good request. Nothing is a fault of ours (500), no answer shows markup as markup, no header
 * is made, and no table goes.
 */
export function everyInputIsOnlyText(routes: readonly Route[], app: () => TestApp, options: HostileOptions): void {
  const tried = routes.filter((route) => !options.without?.(route));
  describe.each(tried.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_, route) => {
    test('takes hostile input for what it is, text', () => attack(route, app(), options));
  });
}

/** The test of one route. */
export async function attack(route: Route, app: TestApp, options: HostileOptions): Promise<void> {
  const tables = await tablesOf(options.database());
  const good = goodInput(route, options.examples?.(route) ?? {});
  for (const input of attacks(route, good)) await harmless(route, app, input, options);
  for (const headers of hostileHeaders) await harmless(route, app, good, { ...options, headers });
  expect(await tablesOf(options.database())).toEqual(tables);
}

/** A request that passes every check of its types; one that does not is a fault of the examples. */
function goodInput({ params, query, body }: Route, examples: Examples): Input {
  const of = (type: Route['body']) => {
    const value = type && sampleOf(type, examples);
    expect(type?.safeParse(value).error?.issues ?? []).toEqual([]);
    return value;
  };
  return {
    params: params && sampleOf(params, examples),
    query: query && texts(sampleOf(query, examples)),
    body: of(body),
  };
}

/** A query is made of texts. */
const texts = (query: unknown): unknown =>
  Object.fromEntries(Object.entries(query as object).map(([name, value]) => [name, String([value].flat()[0])]));

function* attacks({ form }: Route, good: Input): Generator<Input> {
  for (const part of ['params', 'query', 'body'] as const) {
    if (good[part] === undefined) continue;
    const isJson = part === 'body' && form === undefined;
    const values = isJson ? [...hostileTexts, ...hostileValues] : hostileTexts;
    for (const place of placesOf(good[part]))
      for (const value of values) yield { ...good, [part]: put(good[part], place, value) };
    if (part !== 'params') yield* additions(good, part, isJson ? { admin: true } : 'x');
  }
}

/** Fields that nobody asked for. */
function* additions(good: Input, part: 'query' | 'body', value: unknown): Generator<Input> {
  if (typeof good[part] !== 'object' || Array.isArray(good[part])) return;
  const places: Place[] = [['__proto__'], ['constructor'], ['roles'], ['employeeId[$ne]']];
  for (const place of places) yield { ...good, [part]: put(good[part], place, value) };
}

/** What may stand in a header at all: Latin-1 without control characters. */
const hostileHeaders: readonly Readonly<Record<string, string>>[] = [
  ...hostileTexts.filter((text) => /^[\x20-\x7e]+$/.test(text) && text.trim() === text),
  '\u00ff'.repeat(200),
  'x'.repeat(1_500),
].map((text) => ({
  'if-match': text,
  'idempotency-key': text,
  'user-agent': text,
  'x-request-id': text,
  traceparent: text,
  'accept-language': text,
  cookie: `leaveline_refresh=${text}`,
  'x-csrf-token': text,
  origin: text,
}));

function addressOf({ path }: Route, { params, query }: Input): string {
  const values = (params ?? {}) as Record<string, unknown>;
  const place = path.replace(/:(\w+)/g, (_, name: string) => quoted(values[name] ?? 'x'));
  const pairs = Object.entries((query ?? {}) as object).map(([name, value]) => `${quoted(name)}=${quoted(value)}`);
  return pairs.length > 0 ? `${place}?${pairs.join('&')}` : place;
}

/** An address has a limit of its own (431), before anything of ours. */
const quoted = (value: unknown): string => encodeURIComponent(String(value).toWellFormed().slice(0, 1_000));

async function harmless(route: Route, { ask }: TestApp, input: Input, options: HostileOptions): Promise<void> {
  options.before?.();
  const type = { ...(route.form && { 'content-type': route.form }) };
  const got = await ask(route.method, addressOf(route, input), {
    as: options.as,
    headers: { ...type, ...options.headers },
    ...(input.body !== undefined && route.method !== 'GET' && { body: bodyOf(route, input.body) }),
  });
  const given = JSON.stringify(input)?.slice(0, 300);
  expect([given, got.status, isClean(got)]).toEqual([given, got.status >= 500 ? 'no fault of ours' : got.status, true]);
}

const bodyOf = ({ form }: Route, body: unknown): AskOptions['body'] =>
  form === 'application/x-www-form-urlencoded' ? new URLSearchParams(body as Record<string, string>).toString() : body;

/** No markup that came in goes out as markup, and nothing became a header. */
const isClean = ({ headers, text }: Got): boolean =>
  headers.get('bcc') === null &&
  (!headers.get('content-type')?.startsWith('text/html') || !/<script|<img/i.test(text)) &&
  !/\bat .*\.[jt]s:\d+/.test(text);

/** The names of all tables; a table that is gone, or a new one, shows. */
async function tablesOf({ db, kind }: Database): Promise<unknown> {
  const query =
    kind === 'sqlite'
      ? sql`select name from sqlite_master where type = 'table' order by name`
      : sql`select table_name as name from information_schema.tables where table_schema = database() order by table_name`;
  return (await query.execute(db)).rows;
}
