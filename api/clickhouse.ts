import { ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { Problem } from '#lib/http/problem.ts';
import { histogram } from '#lib/metrics.ts';
import { badParameters, clickhouseAway, tablesMissing, tooLarge, tooSlow } from './problem.ts';

/** SQL whose every value from outside is a parameter: `{name: Type}`. */
export interface Statement {
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A row as ClickHouse writes it: 64-bit integers and decimals as text, instants as RFC 3339, days as `YYYY-MM-DD`. */
export type RawRow = Readonly<Record<string, unknown>>;

export interface Database {
  /** Reads a whole result. Problem 503 while ClickHouse is away, 422 when there is too much. */
  rows(statement: Statement): Promise<RawRow[]>;
  /** Whether it answers. */
  answers(): Promise<boolean>;
  close(): Promise<void>;
}

/** One query may run so long, in seconds. */
const longestSeconds = 10;

/** Rows of one result, before merging and cutting. */
const mostRows = 500_000;

/**
 * Nothing can be changed, nothing runs away, and every setting that shapes the result is said, because its default
 * differs between versions.
 */
const readSettings = {
  readonly: '1',
  max_execution_time: longestSeconds,
  timeout_overflow_mode: 'throw',
  max_result_rows: String(mostRows),
  result_overflow_mode: 'throw',
  enable_extended_results_for_datetime_functions: 1,
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_decimals: 1,
  date_time_output_format: 'iso',
  wait_end_of_query: 1,
} as const;

const seconds = histogram('leaveline_api_query_seconds', 'Time that ClickHouse takes for a query of the API.', [
  'outcome',
]);

/** A reader of the server at `url`. */
export function database(url: string): Database {
  const client = createClient({
    url,
    log: { level: ClickHouseLogLevel.OFF },
    request_timeout: (longestSeconds + 5) * 1000,
    max_open_connections: 10,
    use_multipart_params_auto: true,
    clickhouse_settings: readSettings,
  });
  return {
    async rows({ sql, params }) {
      const done = seconds.startTimer();
      try {
        const result = await client.query({ query: sql, query_params: { ...params }, format: 'JSONEachRow' });
        const rows = await result.json<RawRow>();
        done({ outcome: 'ok' });
        return rows;
      } catch (error) {
        done({ outcome: error instanceof ClickHouseError ? error.code : 'away' });
        const problem = problemOf(error);
        if (problem !== error) problem.cause = error;
        throw problem;
      }
    },
    answers: async () => (await client.ping()).success,
    close: () => client.close(),
  };
}

const codes: Readonly<Record<string, readonly string[]>> = {
  missing: ['16', '47', '60', '81'],
  slow: ['159', '160', '202', '241', '394'],
  large: ['158', '396'],
  value: ['457', '38', '41', '72', '130', '376'],
};

/** A ClickHouse or network error as an answer; what is neither an outage nor the reader's is thrown on as it is. */
function problemOf(error: unknown): Problem | Error {
  if (!(error instanceof ClickHouseError)) return clickhouseAway();
  const [kind] = Object.entries(codes).find(([, list]) => list.includes(error.code)) ?? [];
  if (kind === 'missing') return tablesMissing();
  if (kind === 'slow') return tooSlow();
  if (kind === 'large') return tooLarge();
  if (kind === 'value') return badParameters([{ field: parameterOf(error), value: '', message: 'not usable' }]);
  return error;
}

const parameterOf = ({ message }: Error): string => /query parameter '(\w+)'/.exec(message)?.[1] ?? 'a parameter';
