import { createHash } from 'node:crypto';
import { setImmediate as others } from 'node:timers/promises';
import { statistics } from '#statistics/catalogue.ts';
import type { CompanySettings } from '#statistics/entities/settings.ts';
import type { Database } from '../clickhouse.ts';
import { isAmong } from '../conditions.ts';
import { eventsOf, eventsStatement, isIn, type Selection, versionStatement } from './events.ts';
import { Totals } from './totals.ts';

/** Totals of so many sets of people are remembered. */
const mostSets = 100;

/** After so many ms of folding everybody else gets a turn. */
const turnMs = 20;

interface Entry {
  readonly version: string;
  readonly totals: Promise<Totals>;
}

/**
 * Totals of sets of people. Each is folded once until another event has come to the table, whoever asks and however
 * many ask at the same time; so a page of ten panels reads and folds once.
 */
export class TotalsCache {
  readonly #database: Database;
  readonly #settings: CompanySettings;
  /** The one that was asked for last comes last. */
  readonly #entries = new Map<string, Entry>();

  constructor(database: Database, settings: CompanySettings) {
    this.#database = database;
    this.#settings = settings;
  }

  async of(selection: Selection, ids: readonly string[]): Promise<Totals> {
    const version = JSON.stringify(await this.#database.rows(versionStatement));
    const name = nameOf(selection, ids);
    const known = this.#entries.get(name);
    const entry = known?.version === version ? known : { version, totals: this.#fold(selection, ids) };
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    entry.totals.catch(() => this.#forget(name, entry));
    for (const oldest of this.#entries.keys()) if (this.#entries.size > mostSets) this.#entries.delete(oldest);
    return entry.totals;
  }

  #forget(name: string, entry: Entry): void {
    if (this.#entries.get(name) === entry) this.#entries.delete(name);
  }

  /**
   * What comes to the table while it is read may be in or not: then the version is another one, and it is read anew.
   */
  async #fold(selection: Selection, ids: readonly string[]): Promise<Totals> {
    const rows = await this.#database.rows(eventsStatement(selection, isAmong('people', 'employee_id', ids)));
    const totals = new Totals(
      statistics.filter(({ of }) => isIn(selection, of)),
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

const nameOf = (selection: Selection, ids: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([selection, ids.toSorted()]))
    .digest('base64');
