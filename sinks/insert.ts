import { ConfigError } from '#lib/config.ts';
import { type Block, type Dead, rowsOf } from './block.ts';
import { Stopping, TableChanged } from './context.ts';
import { faultAfterRefresh, faultOf, faultyRow } from './faults.ts';

/** What inserting a block needs from outside. */
export interface Inserting {
  insert(table: string, parts: readonly Buffer[]): Promise<void>;
  /** Brings the tables up to the definitions. ConfigError when they cannot be. */
  refresh(): Promise<void>;
  /** Waits before the next attempt (counted from 0); rejects when there is to be none. */
  pause(attempt: number, error: unknown): Promise<void>;
}

/** ClickHouse refuses in a way that no waiting mends. */
export class Refused extends ConfigError {
  constructor(table: string, cause: unknown) {
    super(`ClickHouse refuses rows for ${table}: ${(cause as Error).message} Correct what it names and start again.`);
  }
}

/** More refused rows than this in one block are no poison, but a fault of ours or of the table. */
const maxRefused = 100;

/**
 * Inserts a block; the rows that ClickHouse refuses are left out and returned. Rejects with TableChanged, Refused or a
 * ConfigError.
 */
export async function insertBlock(block: Block, on: Inserting): Promise<Dead[]> {
  const dead: Dead[] = [];
  await insertRange(block, 0, block.records.length, on, dead);
  return dead;
}

async function insertRange(block: Block, from: number, to: number, on: Inserting, dead: Dead[]): Promise<void> {
  if (from >= to) return;
  const error = await attempt(block, from, to, on);
  if (error === null) return;
  const record = block.records[from];
  if (to - from === 1 && record) {
    dead.push({ record, reason: 'refused_by_clickhouse', detail: (error as Error).message });
    if (dead.length > maxRefused) throw new Refused(block.table.name, error);
    return;
  }
  for (const [start, end] of cut(from, to, faultyRow(error))) await insertRange(block, start, end, on, dead);
}

/** SinkContext the row that the error names (from 1), else in the middle. */
function cut(from: number, to: number, row: number | null): [from: number, to: number][] {
  const at = from + (row ?? 0) - 1;
  if (row !== null && at >= from && at < to)
    return [
      [from, at],
      [at, at + 1],
      [at + 1, to],
    ];
  const middle = (from + to) >> 1;
  return [
    [from, middle],
    [middle, to],
  ];
}

/** null: they are in. Else the error of a row among them. */
async function attempt(block: Block, from: number, to: number, on: Inserting): Promise<unknown> {
  let refreshed = false;
  for (let count = 0; ; count++) {
    try {
      await on.insert(block.table.name, rowsOf(block, from, to));
      return null;
    } catch (error) {
      const fault = refreshed ? faultAfterRefresh(error) : faultOf(error);
      if (fault === 'row') return error;
      if (fault === 'missing') throw new TableChanged(`${block.table.name} is gone`);
      if (fault === 'stop') throw new Refused(block.table.name, error);
      if (fault === 'refresh') refreshed = await refresh(on, count);
      else await on.pause(count, error);
    }
  }
}

/** Whether the tables are as they should be now. */
async function refresh(on: Inserting, count: number): Promise<boolean> {
  try {
    await on.refresh();
    return true;
  } catch (error) {
    if (error instanceof ConfigError || error instanceof Stopping) throw error;
    await on.pause(count, error);
    return false;
  }
}
