import { z } from 'zod';
import type { Fields } from '#schemas/fields.ts';
import { columnName } from '#tables/tables.ts';
import type { RawRow, Statement } from './clickhouse.ts';
import { type Cell, type CsvTable, csvText } from './csv.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { format, limit, one, oneOr, type Parameters, text } from './parameters.ts';
import { json, type Reply } from './route.ts';
import { readRow } from './values.ts';

/** Part of a WHERE; its values are parameters whose names no other condition uses. */
export interface Condition {
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What rows can be ordered by: an expression, and the parameter type of its values. Instants go as epoch ms. */
export interface SortColumn {
  readonly sql: string;
  readonly type: 'String' | 'Date32' | 'Int64' | 'UUID' | 'Decimal(18, 6)';
}

/** Rows of one table, page by page. */
export interface Listing {
  /** FROM, with joins. */
  readonly from: string;
  /** Always true of its rows. */
  readonly where: readonly string[];
  readonly fields: Fields;
  /** Orders by name; every one is made strict by `tiebreak`. */
  readonly sorts: Readonly<Record<string, SortColumn>>;
  readonly tiebreak: readonly SortColumn[];
}

/** A page that is asked for. */
export interface Page {
  readonly conditions: readonly Condition[];
  /** A name of `sorts`, with `-` in front when the greatest comes first. */
  readonly sort: string;
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** `sort`, `limit`, `cursor` and `format` of a listing. */
export const pageParameters = <const S extends string>(
  sorts: Readonly<Record<S, SortColumn>>,
  standard: S | `-${S}`,
) => {
  const names = (Object.keys(sorts) as S[]).flatMap((name) => [name, `-${name}`] as const);
  return {
    sort: oneOr('Order; with - in front the greatest comes first.', z.enum(names), standard as never),
    limit: limit(100, 1000),
    cursor: one('`next` of the page before.', text),
    format,
  } satisfies Parameters;
};

const fits: Readonly<Record<SortColumn['type'], RegExp>> = {
  String: /^/,
  Date32: /^\d{4}-\d\d-\d\d$/,
  Int64: /^-?\d{1,18}$/,
  UUID: /^[0-9a-f-]{36}$/,
  'Decimal(18, 6)': /^-?\d{1,12}(\.\d{1,6})?$/,
};

const orderOf = ({ sorts, tiebreak }: Listing, sort: string): { columns: SortColumn[]; descending: boolean } => {
  const descending = sort.startsWith('-');
  const first = sorts[descending ? sort.slice(1) : sort];
  return { columns: [...(first ? [first] : []), ...tiebreak], descending };
};

/** A page and one row more, which tells whether there is a next one; the values of its order are `o0`, `o1`, …. */
export function pageStatement(listing: Listing, page: Page): Statement {
  const { columns, descending } = orderOf(listing, page.sort);
  const order = columns.map(({ sql }, at) => [`${sql}`, `o${at}`] as const);
  const after = page.cursor === undefined ? [] : [afterCursor(columns, descending, page)];
  const conditions = [...page.conditions, ...after];
  const where = [...listing.where, ...conditions.map(({ sql }) => sql)];
  const select = [...Object.keys(listing.fields).map((name) => `\`${columnName(name)}\``)];
  return {
    sql: [
      `SELECT ${[...select, ...order.map(([sql, alias]) => `toString(${sql}) AS ${alias}`)].join(', ')}`,
      `FROM ${listing.from}`,
      ...(where.length > 0 ? [`WHERE ${where.join(' AND ')}`] : []),
      `ORDER BY ${order.map(([sql]) => `${sql} ${descending ? 'DESC' : 'ASC'}`).join(', ')}`,
      'LIMIT {limit:UInt32}',
    ].join('\n'),
    params: { ...Object.assign({}, ...conditions.map(({ params }) => params)), limit: page.limit + 1 },
  };
}

function afterCursor(columns: readonly SortColumn[], descending: boolean, { cursor = '', sort }: Page): Condition {
  const { values } = readCursor(
    cursor,
    sort,
    columns.map(
      ({ type }) =>
        (value) =>
          fits[type].test(value),
    ),
  );
  const left = columns.map(({ sql }) => sql).join(', ');
  const right = columns.map(({ type }, at) => `{after${at}:${type}}`).join(', ');
  const params = Object.fromEntries(values.map((value, at) => [`after${at}`, value]));
  return { sql: `(${left}) ${descending ? '<' : '>'} (${right})`, params };
}

/** The page's rows, and the cursor of the next one; null at the end. */
export function pageOf(listing: Listing, { sort, limit }: Page, rows: readonly RawRow[]) {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  const { columns } = orderOf(listing, sort);
  const next = last ? writeCursor({ order: sort, values: columns.map((_, at) => String(last[`o${at}`])) }) : null;
  return { rows: shown.map((row) => readRow(listing.fields, row)), next };
}

/** A page as JSON or CSV. */
export function pageReply(
  name: string,
  asked: Readonly<Record<string, unknown>>,
  page: { readonly rows: readonly Record<string, unknown>[]; readonly next: string | null },
  fields: Fields,
): Reply {
  if (asked.format !== 'csv') return json(page);
  const head = Object.keys(fields);
  const table: CsvTable = {
    comments: [name, ...askedComments(asked), ...(page.next ? [`next: ${page.next}`] : [])],
    head,
    rows: page.rows.map((row) => head.map((column) => csvValue(row[column]))),
  };
  return { kind: 'csv', text: csvText(table), file: `${name}.csv` };
}

const askedComments = (asked: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(asked)
    .filter(
      ([name, value]) => name !== 'format' && value !== undefined && !(Array.isArray(value) && value.length === 0),
    )
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`);

const csvValue = (value: unknown): Cell =>
  value !== null && typeof value === 'object' ? JSON.stringify(value) : (value as Cell);
