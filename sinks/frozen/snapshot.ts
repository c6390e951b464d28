import { type LocalDate, monthOf } from '#lib/dates.ts';
import { createMarksSql, frozenPlace, frozenTable, groupsSource, markSql, newestSql } from '#tables/frozen.ts';
import { database } from '#tables/tables.ts';
import type { ClickHouse } from '../clickhouse.ts';
import type { Figures } from './figures.ts';
import { type Group, groupsOf } from './groups.ts';
import { readHeadcounts } from './headcounts.ts';

/** What a snapshot is of. */
export interface Freezing {
  readonly db: ClickHouse;
  readonly figures: readonly Figures[];
  /** The company's IANA time zone. */
  readonly zone: string;
}

/**
 * Freezes everything under a name that nobody else has. A crash after each step, and what happens then:
 *
 * 1. groups      tables without a mark are nobody's; they are dropped on another day, and the next look freezes anew.
 * 2. figures     the same.
 * 3. mark        done. Another process may have marked its own before: then that one counts.
 */
export async function freeze(freezing: Freezing, day: LocalDate, at: number): Promise<void> {
  const { db } = freezing;
  const snapshot = `${day.replaceAll('-', '')}_${crypto.randomUUID().slice(0, 8)}`;
  await db.command(createMarksSql);
  try {
    await writeTables(freezing, snapshot, day);
    await db.command(markSql(day, snapshot, at));
  } catch (error) {
    await dropTables(db, (name) => name.startsWith(frozenTable(snapshot, ''))).catch(() => {});
    throw error;
  }
}

async function writeTables({ db, figures, zone }: Freezing, snapshot: string, day: LocalDate): Promise<void> {
  const known = { present: monthOf(day), before: await readGroups(db) };
  await writeGroups(db, snapshot, groupsOf(await readHeadcounts(db, zone), known));
  for (const each of figures) await db.command(freezeSql(snapshot, each));
}

/** Of the newest snapshot. */
async function readGroups(db: ClickHouse): Promise<Group[]> {
  const [newest] = await db.query<{ snapshot: string }>(newestSql);
  if (!newest) return [];
  const rows = `SELECT month, department, shown_as AS "shownAs" FROM ${frozenPlace(newest.snapshot, groupsSource)}`;
  return db.query<Group>(rows);
}

const groupsAtOnce = 2_000;

async function writeGroups(db: ClickHouse, snapshot: string, groups: readonly Group[]): Promise<void> {
  const place = frozenPlace(snapshot, groupsSource);
  await db.command(
    `CREATE TABLE ${place} (month Date32, department String, shown_as String) ENGINE = MergeTree ORDER BY (month, department)`,
  );
  for (let at = 0; at < groups.length; at += groupsAtOnce) {
    const values = groups.slice(at, at + groupsAtOnce).map(groupSql);
    await db.command(`INSERT INTO ${place} VALUES ${values.join(', ')}`);
  }
}

const groupSql = ({ month, department, shownAs }: Group): string =>
  `('${month}', ${textSql(department)}, ${textSql(shownAs)})`;

const textSql = (text: string): string => `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;

function freezeSql(snapshot: string, { name, from, key, sums, day }: Figures): string {
  const groups = frozenPlace(snapshot, groupsSource);
  const grouped = key.includes('department');
  return `
    CREATE TABLE ${frozenPlace(snapshot, name)} ENGINE = MergeTree ORDER BY tuple() AS
    SELECT ${[...key.map((column) => keySql(column, grouped)), ...sums.map((sum) => `sum(f.\`${sum}\`) AS \`${sum}\``)].join(', ')}
    FROM (SELECT *, toDate32(toStartOfMonth(${day})) AS month_of_row FROM ${from}) AS f
    INNER JOIN ${grouped ? groups : `(SELECT DISTINCT month FROM ${groups})`} AS g
      ON g.month = f.month_of_row${grouped ? ' AND g.department = f.department' : ''}
    GROUP BY ${key.map((column) => (column === 'department' ? 'g.shown_as' : `f.\`${column}\``)).join(', ')}
    SETTINGS enable_extended_results_for_datetime_functions = 1`;
}

const keySql = (column: string, grouped: boolean): string =>
  grouped && column === 'department' ? 'g.shown_as AS department' : `f.\`${column}\` AS \`${column}\``;

/** The day that is frozen last; null when none is. Makes the table of marks when it is missing. */
export async function newestDay(db: ClickHouse): Promise<LocalDate | null> {
  await db.command(createMarksSql);
  const [newest] = await db.query<{ day: LocalDate }>(newestSql);
  return newest?.day ?? null;
}

/** Drops the tables of snapshots, also of broken ones, from before this day. */
export function dropBefore(db: ClickHouse, day: LocalDate): Promise<void> {
  const first = `frozen_${day.replaceAll('-', '')}`;
  return dropTables(db, (name) => name < first);
}

async function dropTables(db: ClickHouse, isOld: (name: string) => boolean): Promise<void> {
  const sql = `SELECT name FROM system.tables WHERE database = '${database}' AND match(name, '^frozen_[0-9]{8}_')`;
  const old = (await db.query<{ name: string }>(sql)).filter(({ name }) => isOld(name));
  for (const { name } of old) await db.command(`DROP TABLE IF EXISTS \`${database}\`.\`${name}\``);
}
