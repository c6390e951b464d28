import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@clickhouse/client';
import { martialLaw } from '#domain/holidays.ts';
import { standardLeaveTypes } from '#domain/leaveTypes.ts';
import { createKafka } from '#lib/kafka/client.ts';
import { tail } from '#lib/kafka/partitionReader.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { silentLog } from '#lib/log.ts';
import { parseMillionths } from '#lib/millionths.ts';
import { until } from '#lib/timing.ts';
import { type Line, type LineOptions, startLine } from '#local/line.ts';
import { lineRoles } from '#local/roles.ts';
import absenceDays from '#schemas/derived/absence-days.ts';
import employees from '#schemas/derived/employees.ts';
import requests from '#schemas/derived/vacation-requests.ts';
import type { AnyEvent } from '#schemas/event.ts';
import type { Field, Fields } from '#schemas/fields.ts';
import { deadLetterTopic } from '#schemas/topics.ts';
import { statistics } from '#statistics/catalogue.ts';
import type { CompanySettings } from '#statistics/entities/settings.ts';
import { oracle } from '#test/oracle/oracle.ts';
import { type Bus, connect } from '#test/simulate/publish.ts';
import { asAnyEvent, type Published } from '#test/simulate/published.ts';

/** The settings that a line of the tests runs with. */
const settings: CompanySettings = {
  zone: 'Europe/Kyiv',
  region: 'UA',
  wartime: martialLaw,
  leaveTypes: standardLeaveTypes,
};

export type Row = Readonly<Record<string, unknown>>;

/** A message that the line refused. */
export interface DeadLetter {
  readonly reason: string;
  readonly stage: string;
  /** The original bytes. */
  readonly body: Buffer;
}

/** A whole line of its own, real parts throughout, and what tests do with it. */
export interface LiveLine {
  readonly line: Line;
  /** Publishes through RabbitMQ, in this order, and remembers what was published. */
  publish(events: readonly Published[]): Promise<void>;
  /** Publishes what the line must refuse; the oracle is not told. */
  publishRefused(events: readonly Published[]): Promise<void>;
  /** The dead letters so far: why, at which stage, and what it was. */
  deadLetters(): Promise<readonly DeadLetter[]>;
  /** Everything published so far, as the line reads it. */
  readonly published: readonly AnyEvent[];
  /**
   * The rows of a table, in the terms of the oracle: camelCase, dates as text, instants as epoch ms, days in
   * millionths.
   */
  rows(table: string): Promise<Row[]>;
  query<T>(sql: string): Promise<T[]>;
  /** Resolves when the condition holds; rejects, with the last difference, when it does not within the deadline. */
  eventually(what: string, check: () => Promise<string | null>, deadlineMs?: number): Promise<void>;
  /** Resolves when as many as wanted are there; that they are the right ones is for the test to see. */
  reaches(what: string, wanted: number, count: () => Promise<number>, deadlineMs?: number): Promise<void>;
  /** Every table equals the plain sum over the final states of what was published. */
  equalsOracle(deadlineMs?: number): Promise<void>;
  stop(): Promise<void>;
}

export interface LiveLineOptions extends Omit<LineOptions, 'ports' | 'bare'> {
  /** What was published to an earlier line on the same `dataDir`. */
  readonly published?: readonly AnyEvent[];
  /** Default Europe/Kyiv. */
  readonly zone?: string;
}

/**
 * Starts a line (without the services, unless `roles` names them) on free ports with data in a folder of its own;
 * `dataDir` continues on the data of an earlier one.
 */
export async function liveLine(given: LiveLineOptions = {}): Promise<LiveLine> {
  const { published: earlier = [], zone = settings.zone, ...rest } = given;
  const options = { ...rest, env: { COMPANY_TIME_ZONE: zone, ...rest.env } };
  const own = options.dataDir === undefined;
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'leaveline-'));
  const line = await startLine({ roles: lineRoles, ...options, dataDir, ports: 'free', bare: true });
  const clickhouse = createClient({ url: line.env.CLICKHOUSE_URL ?? '', database: 'leaveline' });
  const bus: Bus = connect(line.env.AMQP_URL ?? '', silentLog);
  const published: AnyEvent[] = [...earlier];

  async function query<T>(sql: string): Promise<T[]> {
    const answer = await clickhouse.query({ query: sql, format: 'JSONEachRow', clickhouse_settings: exactly });
    return answer.json<T>();
  }
  const rows = async (table: string): Promise<Row[]> =>
    (await query<Row>(`SELECT * FROM ${table} FINAL`)).map((row) => readRow(fieldsOf(table), row));
  const eventually: LiveLine['eventually'] = (what, check, withinMs = 30_000) =>
    until(() => check().catch((error: unknown) => String(error)), { what, withinMs });
  const live: LiveLine = {
    line,
    published,
    publish: async (events) => {
      published.push(...events.map(asAnyEvent));
      await bus.send(events);
    },
    publishRefused: (events) => bus.send(events),
    deadLetters: () => readDeadLetters(line.env.KAFKA_BROKERS ?? ''),
    rows,
    query,
    eventually,
    reaches: (what, wanted, count, deadlineMs = 60_000) => {
      const look = async () => {
        const seen = await count();
        return seen >= wanted ? null : `${seen} of ${wanted}`;
      };
      return eventually(what, look, deadlineMs);
    },
    equalsOracle: (deadlineMs) =>
      eventually('the tables equal the oracle', () => difference(rows, published, { ...settings, zone }), deadlineMs),
    stop: async () => {
      await bus.stop();
      await clickhouse.close();
      await line.stop();
      if (own) rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return live;
}

/** An event that services publish, with an id of its own unless it is given one. */
export const publishedNow = (
  type: string,
  time: string,
  data: Readonly<Record<string, unknown>>,
  id: string = randomUUID(),
): Published => ({ id, type, source: '/test', time: Date.parse(time), data });

async function readDeadLetters(brokers: string): Promise<readonly DeadLetter[]> {
  const kafka = createKafka({ brokers: brokers.split(','), clientId: 'test', log: silentLog });
  const letters: DeadLetter[] = [];
  function collect(records: readonly KafkaRecord[]): void {
    for (const { headers, value } of records)
      letters.push({
        reason: headers.dead_reason ?? '',
        stage: headers.dead_stage ?? '',
        body: value ?? Buffer.alloc(0),
      });
  }
  const reading = await tail(kafka, deadLetterTopic, collect, { from: 'beginning' });
  await reading.caughtUp;
  await reading.stop();
  return letters;
}

const exactly = {
  output_format_json_quote_decimals: 1,
  output_format_json_quote_64bit_integers: 1,
  date_time_output_format: 'iso',
} as const;

const records: Readonly<Record<string, Fields>> = {
  requests: requests.fields,
  absence_days: absenceDays.fields,
  employees: employees.fields,
};

const fieldsOf = (table: string): Fields =>
  records[table] ?? statistics.find(({ name }) => `statistics_${name}` === table)?.row.fields ?? {};

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const readRow = (fields: Fields, row: Row): Row =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, readCell(field, row[snake(name)])]));

function readCell(field: Field<unknown>, cell: unknown): unknown {
  if (cell === null) return null;
  if (field.kind === 'list')
    return (cell as unknown[]).map((item) => (field.item === 'days' ? parseMillionths(String(item)) : item));
  if (field.kind === 'days') return parseMillionths(String(cell));
  if (field.kind === 'instant') return Date.parse(String(cell));
  return field.kind === 'int' ? Number(cell) : cell;
}

/** The first table that differs from what the published events add up to, and how; null when none does. */
async function difference(
  rows: LiveLine['rows'],
  published: readonly AnyEvent[],
  company: CompanySettings,
): Promise<string | null> {
  const expected = oracle(published, company);
  const wanted: [string, readonly Row[]][] = [
    ['requests', expected.requests],
    ['absence_days', expected.absenceDays],
    ['employees', expected.employees],
    ...[...expected.statistics].map(([name, all]) => [`statistics_${name}`, all] as [string, readonly Row[]]),
  ];
  for (const [table, all] of wanted) {
    const found = tableDifference(await rows(table), all, fieldsOf(table));
    if (found !== null) return `${table}: ${found}`;
  }
  return null;
}

function tableDifference(actual: readonly Row[], expected: readonly Row[], fields: Fields): string | null {
  const text = (row: Row): string => JSON.stringify(Object.keys(fields).map((name) => row[name]));
  const has = new Set(actual.map(text));
  const should = new Set(expected.map(text));
  const missing = [...should].find((row) => !has.has(row));
  const extra = [...has].find((row) => !should.has(row));
  if (missing === undefined && extra === undefined && actual.length === should.size) return null;
  return `${actual.length} rows, ${should.size} expected; missing ${missing ?? 'none'}; too many ${extra ?? 'none'}`;
}
