import { ClickHouseError } from '@clickhouse/client';

/** What a failed INSERT calls for. */
export type Fault =
  /** The server, the network, the disk: try again, for as long as it takes. */
  | 'wait'
  /** A table or the database is gone: make it, and fill it anew. */
  | 'missing'
  /** The table may have got another shape: bring it up to the definitions, then once more. */
  | 'refresh'
  /** One of the rows. */
  | 'row'
  /** A person must act. */
  | 'stop';

const codes: Readonly<Record<Exclude<Fault, 'wait'>, readonly number[]>> = {
  missing: [60, 81],
  refresh: [16, 33, 117, 131],
  row: [6, 26, 27, 38, 41, 53, 69, 72, 376, 467, 469, 691],
  stop: [62, 164, 193, 194, 497, 516],
};

/** An error we do not know is waited for: nothing is dropped because of it. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof ClickHouseError)) return 'wait';
  const code = Number(error.code);
  const found = Object.entries(codes).find(([, list]) => list.includes(code));
  return (found?.[0] as Fault | undefined) ?? 'wait';
}

/**
 * What a fault calls for when the table has just been brought up to the definitions: then it is in the rows, or nobody
 * knows.
 */
export function faultAfterRefresh(error: unknown): Fault {
  const fault = faultOf(error);
  if (fault !== 'refresh') return fault;
  return (error as ClickHouseError).code === '16' ? 'stop' : 'row';
}

/** Which row, from 1, an error names; null when it names none. */
export function faultyRow(error: unknown): number | null {
  const [, row] = /(?:\(at row |is violated at row )(\d+)/.exec((error as Error).message) ?? [];
  return row === undefined ? null : Number(row);
}

/** For metrics and logs: ClickHouse's code, or what the network says. */
export const faultCode = (error: unknown): string =>
  String((error as { code?: unknown }).code ?? (error as Error).name ?? 'unknown');
