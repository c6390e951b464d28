import { readFileSync } from 'node:fs';
import { statisticRoutes } from '#api/statistics/routes.ts';
import { lineSchemas, lineTopics } from '#statistics/line.ts';
import { tables } from '#tables/tables.ts';
import { wholeLine } from '../pipeline/wholeLine.ts';

/** What is delivered to a line, and of which tables the rows are asked for. */
export interface Question {
  readonly now: number;
  readonly messages: readonly {
    readonly route: string;
    readonly body: object;
    readonly properties?: { readonly contentType?: string; readonly headers?: Readonly<Record<string, unknown>> };
  }[];
  readonly tables: readonly string[];
}

/** What the tree in which this file lies has, and makes of those messages. */
export interface Look {
  readonly topics: readonly string[];
  readonly subjects: readonly string[];
  readonly tables: readonly string[];
  readonly routes: readonly string[];
  /** What `/api/statistics` answers. */
  readonly catalogue: unknown;
  /** What became of each message. */
  readonly received: readonly unknown[];
  readonly rows: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

const question: Question = JSON.parse(readFileSync(0, 'utf8'));
const routes = statisticRoutes({} as never);
const line = await wholeLine(question.now);
const received = question.messages.map(({ route, body, properties }) =>
  line.deliver(route, JSON.stringify(body), properties),
);
const rows: Record<string, Look['rows'][string]> = {};
for (const table of question.tables) rows[table] = await line.rows(table);

const look: Look = {
  topics: lineTopics(1).map(({ topic }) => topic),
  subjects: lineSchemas.map(({ subject }) => subject),
  tables: tables.map(({ name }) => name),
  routes: routes.map(({ path }) => path),
  catalogue: await routes.find(({ path }) => path === '/api/statistics')?.handle({} as never),
  received,
  rows,
};
process.stdout.write(JSON.stringify(look, (_, value) => (typeof value === 'bigint' ? String(value) : value)));
