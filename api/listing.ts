import { z } from 'zod';
import { limit, text } from '#lib/http/query.ts';
import type { Reply } from '#lib/http/routes.ts';
import type { Person } from '#schemas/access/people.ts';
import type { Fields } from '#schemas/fields.ts';
import { columnName } from '#tables/tables.ts';
import type { RawRow, Statement } from './clickhouse.ts';
import { allOf, type Condition } from './conditions.ts';
import { type Cell, format } from './csv.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { conditionsOf, type Filter } from './filters.ts';
import { csvReply, forRows, type Route } from './route.ts';
import { type Scope, scopeOf, within } from './scope.ts';
import type { Page } from './shape.ts';
import { readRow } from './values.ts';
import type { World } from './world.ts';

/** What rows can be ordered by: an expression, and the parameter type of its values. Instants go as epoch ms. */
export interface SortColumn {
  readonly sql: string;
  readonly type: 'String' | 'Date32' | 'Int64' | 'UUID' | 'Decimal(18, 6)';
}

/** Rows of one table, page by page. */
export interface Listing {
  readonly name: string;
  /** FROM, with joins. */
  readonly from: string;
  readonly fields: Fields;
  readonly filters: Readonly<Record<string, Filter>>;
  /** Orders by name; every one is made strict by `tiebreak`. */
  readonly sorts: Readonly<Record<string, SortColumn>>;
  readonly tiebreak: readonly SortColumn[];
  /** A name of `sorts`, with `-` in front when the greatest comes first. */
  readonly standardSort: string;
  /** Rows of a page where nothing is said, and at most. */
  readonly rows?: readonly [standard: number, most: number];
}

/** What is asked of a listing. */
export interface Asked extends Readonly<Record<string, unknown>> {
  readonly sort: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly format: 'json' | 'csv';
}

type Row = Readonly<Record<string, unknown>>;

/** What a listing is to a reader, and what it does otherwise than others. */
interface Described {
  readonly summary: string;
  /** The shape of a page. */
  readonly answer: z.ZodType;
  readonly asked?: (asked: Asked) => Asked;
  readonly scope?: (all: Scope, person: Person) => Scope;
  readonly row?: (row: Row, person: Person) => Row;
}

/** The route of a listing, below `/api` by its name: within what somebody may see, as JSON or CSV. */
export const listingRoute = (world: World, listing: Listing, described: Described): Route =>
  forRows.get(`/${listing.name}`, {
    summary: described.summary,
    query: queryOf(listing),
    answer: described.answer,
    alternative: 'text/csv',
    handle: async ({ person, query }) => {
      const asked = described.asked?.(query) ?? query;
      const all = await scopeOf(person, world, 'rows');
      const { rows, next } = await readPage(world, described.scope?.(all, person) ?? all, listing, asked);
      return answerPage(listing, asked, { rows: rows.map((row) => described.row?.(row, person) ?? row), next });
    },
  });

/** The parameters of a listing: its filters, `sort`, `limit`, `cursor` and `format`. */
function queryOf({ filters, sorts, standardSort, rows = [100, 1000] }: Listing) {
  const names = Object.keys(sorts).flatMap((name) => [name, `-${name}`]);
  const types = Object.fromEntries(Object.entries(filters).map(([name, { type }]) => [name, type]));
  return z.strictObject(types as Readonly<Record<never, z.ZodType>>).extend({
    sort: z.enum(names).default(standardSort).describe('Order; with - in front the greatest comes first.'),
    limit: limit(...rows),
    cursor: text.optional().describe('`next` of the page before.'),
    format,
  });
}

const fits: Readonly<Record<SortColumn['type'], RegExp>> = {
  String: /^/,
  Date32: /^\d{4}-\d\d-\d\d$/,
  Int64: /^-?\d{1,18}$/,
  UUID: /^[0-9a-f-]{36}$/,
  'Decimal(18, 6)': /^-?\d{1,12}(\.\d{1,6})?$/,
};

interface Order {
  readonly columns: readonly SortColumn[];
  readonly direction: 'ASC' | 'DESC';
}

function orderOf({ sorts, tiebreak }: Listing, sort: string): Order {
  const descending = sort.startsWith('-');
  const first = sorts[descending ? sort.slice(1) : sort];
  return { columns: [...(first ? [first] : []), ...tiebreak], direction: descending ? 'DESC' : 'ASC' };
}

/** A page and one row more, which tells whether there is a next one; the values of its order are `o0`, `o1`, …. */
function pageStatement(listing: Listing, asked: Asked, conditions: readonly Condition[]): Statement {
  const { columns, direction } = orderOf(listing, asked.sort);
  const after = asked.cursor === undefined ? [] : [afterCursor({ columns, direction }, asked.sort, asked.cursor)];
  const where = allOf([...conditions, ...after], '_deleted = 0');
  const fields = Object.keys(listing.fields).map((name) => `\`${columnName(name)}\``);
  const order = columns.map(({ sql }, at) => `toString(${sql}) AS o${at}`);
  const sql = [
    `SELECT ${[...fields, ...order].join(', ')}`,
    `FROM ${listing.from}`,
    `WHERE ${where.sql}`,
    `ORDER BY ${columns.map((column) => `${column.sql} ${direction}`).join(', ')}`,
    'LIMIT {limit:UInt32}',
  ];
  return { sql: sql.join('\n'), params: { ...where.params, limit: asked.limit + 1 } };
}

function afterCursor({ columns, direction }: Order, sort: string, cursor: string): Condition {
  const tests = columns.map(
    ({ type }) =>
      (value: string) =>
        fits[type].test(value),
  );
  const { values } = readCursor(cursor, sort, tests);
  const left = columns.map(({ sql }) => sql).join(', ');
  const right = columns.map(({ type }, at) => `{after${at}:${type}}`).join(', ');
  const params = Object.fromEntries(values.map((value, at) => [`after${at}`, value]));
  return { sql: `(${left}) ${direction === 'DESC' ? '<' : '>'} (${right})`, params };
}

/** The rows of a page that are within the scope, and the cursor of the next one; null at the end. */
async function readPage(world: World, scope: Scope, listing: Listing, asked: Asked): Promise<Page<Row>> {
  const conditions = [...within(scope, 'employee_id'), ...conditionsOf(listing.filters, asked)];
  const { sql, params } = pageStatement(listing, asked, conditions);
  const found = await world.database.rows({ sql, params: { ...params, zone: world.zone } });
  const rows = found.slice(0, asked.limit);
  const last = found.length > asked.limit ? rows.at(-1) : undefined;
  return {
    rows: rows.map((row) => readRow(listing.fields, row)),
    next: last ? cursorOf(listing, asked.sort, last) : null,
  };
}

function cursorOf(listing: Listing, sort: string, row: RawRow): string {
  const values = orderOf(listing, sort).columns.map((_, at) => String(row[`o${at}`]));
  return writeCursor({ order: sort, values });
}

/** A page in the form that was asked for. */
function answerPage({ name, fields }: Listing, asked: Asked, page: Page<Row>): Page<Row> | Reply {
  if (asked.format === 'json') return page;
  const head = Object.keys(fields);
  return csvReply(name, {
    comments: [name, ...askedComments(asked), ...(page.next ? [`next: ${page.next}`] : [])],
    head,
    rows: page.rows.map((row) => head.map((column) => csvValue(row[column]))),
  });
}

const askedComments = (asked: Asked): string[] =>
  Object.entries(asked)
    .filter(([name, value]) => name !== 'format' && value !== undefined)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`);

const csvValue = (value: unknown): Cell =>
  value !== null && typeof value === 'object' ? JSON.stringify(value) : (value as Cell);
