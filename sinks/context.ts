import type { Serde } from '#lib/avro/serde.ts';
import type { Clock } from '#lib/clock.ts';
import type { Kafka } from '#lib/kafka/client.ts';
import type { Log } from '#lib/log.ts';
import type { Column, Table } from '#tables/tables.ts';
import type { View } from '#tables/views.ts';
import type { ClickHouse } from './clickhouse.ts';

/** Of a flush. */
export interface Limits {
  /** Shortest time between two starts of a flush while we keep up; a flush that took longer makes it longer. */
  readonly lingerMs: number;
  readonly maxRows: number;
  readonly maxBytes: number;
}

export interface SinkOptions {
  readonly kafka: Kafka;
  readonly db: ClickHouse;
  readonly serde: Serde;
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  readonly group: string;
  readonly deadLetterPartitions: number;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a consumer tells and asks of the sink that runs it. */
export interface SinkContext {
  readonly stopping: AbortSignal;
  /** null: working; else what it waits for. */
  tell(why: string | null): void;
  /** Waits before another attempt (counted from 0) at what failed; rejects with Stopping when there is to be none. */
  pause(attempt: number, error: unknown): Promise<void>;
}

/** The sink is being stopped: leave everything as it is. */
export class Stopping extends Error {
  override readonly name = 'Stopping';
}

/** A newer version writes fields that have no column yet: go on with tables that have them. */
export class NewerFields extends Error {
  override readonly name = 'NewerFields';
  readonly #columns: ReadonlyMap<string, readonly Column[]>;

  /** Columns by table. */
  constructor(columns: ReadonlyMap<string, readonly Column[]>) {
    const names = [...columns].map(([table, list]) => `${table} (${list.map(({ name }) => name).join(', ')})`);
    super(`records have fields of a newer version, which get columns: ${names.join(', ')}`);
    this.#columns = columns;
  }

  /** The tables, with these columns. */
  widened(tables: readonly Table[]): readonly Table[] {
    return tables.map((table) => ({ ...table, columns: [...table.columns, ...(this.#columns.get(table.name) ?? [])] }));
  }
}

/** A table is gone or has got columns: its topics must be read again from their beginning. */
export class TableChanged extends Error {
  override readonly name = 'TableChanged';
}
