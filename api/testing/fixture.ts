import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { silentLog } from '#lib/log.ts';
import { startClickHouse } from '#local/clickhouse/start.ts';
import { passwordsIn, urlOf } from '#local/clickhouse/users.ts';
import { startAuthority } from '#schemas/access/testing/authority.ts';
import type { Someone } from '#schemas/access/testing/tokens.ts';
import { createTableSql } from '#tables/ddl.ts';
import { createPositionsSql } from '#tables/positions.ts';
import { database, tables } from '#tables/tables.ts';
import { viewSql, viewsOf } from '#tables/views.ts';
import { kyiv } from '#test/pipeline/lineUnderTest.ts';
import { type ServiceUrls, serviceNames } from '../gateway/targets.ts';
import { type ApiSettings, startApi } from '../start.ts';

export const { zone } = kyiv;

type Row = Readonly<Record<string, unknown>>;

/** An answer with its body. */
export interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any;
}

/** Sees everything there is to see. */
export const everybodysFriend: Someone = { employeeId: 'hr', roles: ['employee', 'hr', 'admin'] };

/** No service answers but auth. */
const servicesBeside = (auth: string): ServiceUrls =>
  ({ ...Object.fromEntries(serviceNames.map((name) => [name, 'http://127.0.0.1:1'])), auth }) as ServiceUrls;

/**
 * The API over a ClickHouse of its own, without Kafka unless `brokers` names one, without RabbitMQ unless `amqpUrl`
 * does, with tokens of a test’s authority, unless `authUrl` is another.
 */
export async function startFixture(more: Partial<ApiSettings> & { readonly authUrl?: string } = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'api-'));
  const part = await startClickHouse({ dataDir, port: 0 });
  const client = createClient({ url: part.url, log: { level: ClickHouseLogLevel.OFF } });
  const authority = await startAuthority();
  const { authUrl = authority.url, ...rest } = more;
  const services = servicesBeside(authUrl);
  const nobody = { brokers: ['localhost:1'], amqpUrl: 'amqp://localhost:1' };
  const settings = {
    port: 0,
    clickhouseUrl: urlOf('api', passwordsIn(dataDir), Number(new URL(part.url).port)),
    ...nobody,
    company: kyiv,
    services,
    ...rest,
  };
  const api = await startApi(settings, silentLog);
  const address = `http://localhost:${api.port}`;
  async function getAs(person: Someone, path: string, options: RequestInit = {}): Promise<Got> {
    const headers = new Headers(options.headers);
    headers.set('authorization', `Bearer ${await authority.tokenFor(person)}`);
    return get(`${address}${path}`, { ...options, headers });
  }
  return {
    address,
    api,
    part,
    ...storeOf(client),
    authority,
    getAs,
    get: (path: string, options?: RequestInit): Promise<Got> => getAs(everybodysFriend, path, options),
    stop: async (): Promise<void> => {
      await api.stop();
      await authority.stop();
      await client.close();
      await part.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** What a test writes into ClickHouse, and reads of it. */
const storeOf = (client: ClickHouseClient) => ({
  createTables: async (): Promise<void> => {
    await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${database}` });
    for (const table of tables) await client.command({ query: createTableSql(database, table) });
    await client.command({ query: createPositionsSql(database) });
    for (const view of viewsOf(zone)) await client.command({ query: viewSql(database, view) });
  },
  /** Versions of rows: `_version` and `_deleted` may be given. */
  insert: async (table: string, rows: readonly Row[]): Promise<void> => {
    const values = rows.map((row) => ({ _version: '1', _deleted: 0, ...row }));
    await client.insert({ table: `${database}.${table}`, values, format: 'JSONEachRow' });
  },
  rows: async <T>(query: string): Promise<T[]> => (await client.query({ query, format: 'JSONEachRow' })).json<T>(),
});

export type Fixture = Awaited<ReturnType<typeof startFixture>>;

export async function get(url: string, options: RequestInit = {}): Promise<Got> {
  const response = await fetch(url, options);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, text, body: isJson && text ? JSON.parse(text) : null };
}

/** An address with parameters; lists are repeated. */
export function address(path: string, parameters: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    for (const item of [value].flat()) if (item !== undefined && item !== null) query.append(name, String(item));
  return `${path}?${query}`;
}
