import type { Clock } from '#lib/clock.ts';
import type { TopicOffset } from '#lib/kafka/producer.ts';
import { identitiesSql } from '#tables/identity.ts';
import type { Table } from '#tables/tables.ts';
import type { ClickHouse } from './clickhouse.ts';
import { TableChanged } from './context.ts';
import { type KafkaState, type Position, positionsAt, type Rewind, writePositions } from './positions.ts';

/** The tables as they were when the consumer began. */
export interface Baseline {
  readonly tables: readonly Table[];
  readonly identities: ReadonlyMap<string, string>;
  readonly kafka: KafkaState;
  /** Still to be read again from the beginning. */
  readonly rewinds: readonly Rewind[];
}

const everyMs = 2_000;

const nameOf = ({ topic, partition }: { topic: string; partition: number }): string => `${topic}/${partition}`;

/**
 * Writes how far the tables are into ClickHouse: at once for a partition that it does not know yet, else within two
 * seconds. Then it also looks whether all tables are still the same ones, and rejects with TableChanged when one was
 * dropped or has got a column, also when another process did that.
 */
export class Progress {
  readonly #db: ClickHouse;
  readonly #clock: Clock;
  readonly #baseline: Baseline;
  readonly #written = new Set<string>();
  readonly #pending = new Map<string, TopicOffset>();
  readonly #fail: (error: unknown) => void;
  #lastWrite = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `fail` hears of a write that nobody awaits. */
  constructor(db: ClickHouse, clock: Clock, baseline: Baseline, fail: (error: unknown) => void) {
    this.#db = db;
    this.#clock = clock;
    this.#baseline = baseline;
    this.#fail = fail;
  }

  async remember(offsets: readonly TopicOffset[]): Promise<void> {
    for (const offset of offsets) this.#pending.set(nameOf(offset), offset);
    const fresh = offsets.some((offset) => !this.#written.has(nameOf(offset)));
    if (fresh || this.#clock.now() - this.#lastWrite >= everyMs) return this.write();
    this.#timer ??= setTimeout(() => this.write().catch(this.#fail), everyMs);
  }

  /** No more writes by the clock. */
  close(): void {
    clearTimeout(this.#timer);
  }

  /** Writes what is not written yet. */
  async write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const offsets = [...this.#pending.values()];
    if (offsets.length === 0) return;
    const { tables, identities, kafka } = this.#baseline;
    await this.#checkTables();
    const positions: Position[] = positionsAt(offsets, tables, identities, kafka);
    this.#lastWrite = this.#clock.now();
    await writePositions(this.#db, positions, this.#lastWrite);
    for (const offset of offsets) {
      this.#written.add(nameOf(offset));
      if (this.#pending.get(nameOf(offset)) === offset) this.#pending.delete(nameOf(offset));
    }
  }

  async #checkTables(): Promise<void> {
    const now = await identitiesOf(this.#db);
    for (const [table, identity] of this.#baseline.identities)
      if (now.get(table) !== identity) throw new TableChanged(`${table} was dropped or has got a column`);
  }
}

/** The identities of all tables by name. */
export async function identitiesOf(db: ClickHouse): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ name: string; identity: string }>(identitiesSql(db.database));
  return new Map(rows.map(({ name, identity }) => [name, identity]));
}
