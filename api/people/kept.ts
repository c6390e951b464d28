import { createHash } from 'node:crypto';
import { setImmediate as others } from 'node:timers/promises';
import { statistics } from '#statistics/catalogue.ts';
import type { CompanySettings } from '#statistics/entities/settings.ts';
import type { Database } from '../clickhouse.ts';
import { isAmong } from '../conditions.ts';
import { eventsOf, eventsStatement, isIn, type Reading, versionStatement } from './events.ts';
import { Totals } from './totals.ts';

/** Totals of so many sets of people are kept. */
const keptSets = 100;

/** After so many ms of folding everybody else gets a turn. */
const turnMs = 20;

interface Kept {
  readonly version: string;
  readonly totals: Promise<Totals>;
}

/**
 * Totals of sets of people. Each is folded once until another event has come to the table, whoever asks and however
 * many ask at the same time; so a page of ten panels reads and folds once.
 */
export class KeptTotals {
  readonly #database: Database;
  readonly #settings: CompanySettings;
  /** The one that was asked for last comes last. */
  readonly #kept = new Map<string, Kept>();

  constructor(database: Database, settings: CompanySettings) {
    this.#database = database;
    this.#settings = settings;
  }

  async of(reading: Reading, ids: readonly string[]): Promise<Totals> {
    const version = JSON.stringify(await this.#database.rows(versionStatement));
    const name = nameOf(reading, ids);
    const held = this.#kept.get(name);
    const kept = held?.version === version ? held : { version, totals: this.#fold(reading, ids) };
    this.#kept.delete(name);
    this.#kept.set(name, kept);
    kept.totals.catch(() => this.#forget(name, kept));
    for (const oldest of this.#kept.keys()) if (this.#kept.size > keptSets) this.#kept.delete(oldest);
    return kept.totals;
  }

  #forget(name: string, kept: Kept): void {
    if (this.#kept.get(name) === kept) this.#kept.delete(name);
  }

  /**
   * What comes to the table while it is read may be in or not: then the version is another one, and it is read anew.
   */
  async #fold(reading: Reading, ids: readonly string[]): Promise<Totals> {
    const rows = await this.#database.rows(eventsStatement(reading, isAmong('people', 'employee_id', ids)));
    const totals = new Totals(
      statistics.filter(({ of }) => isIn(reading, of)),
      this.#settings,
    );
    let turn = performance.now();
    for (const row of rows) {
      totals.add(eventsOf(row));
      if (performance.now() - turn < turnMs) continue;
      await others();
      turn = performance.now();
    }
    return totals;
  }
}

const nameOf = (reading: Reading, ids: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([reading, ids.toSorted()]))
    .digest('base64');
