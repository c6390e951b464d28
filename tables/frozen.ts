import { database } from './tables.ts';

/**
 * Which snapshots there are. A snapshot is a set of tables with a name of its own; it is written here when all of them
 * are complete, so a snapshot that was broken off is none. Of several of one day the first counts, for all readers and
 * for good.
 */
const marks = `\`${database}\`.frozen`;

export const createMarksSql = `
  CREATE TABLE IF NOT EXISTS ${marks} (
    day Date32, snapshot String, frozen_at DateTime64(3, 'UTC'), marked_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
  ) ENGINE = MergeTree ORDER BY (day, marked_at, snapshot)
  COMMENT 'Figures as they stood at the beginning of a day, for those who may see only aggregates.'`;

/** The newest snapshot: `day`, `snapshot` and `frozen_at`; no row before there is one. */
export const newestSql = `SELECT day, snapshot, frozen_at FROM ${marks} ORDER BY day DESC, marked_at, snapshot LIMIT 1`;

/** The mark of a complete snapshot; `at` in epoch ms. */
export const markSql = (day: string, snapshot: string, at: number): string =>
  `INSERT INTO ${marks} (day, snapshot, frozen_at) VALUES ('${day}', '${snapshot}', fromUnixTimestamp64Milli(toInt64(${at})))`;

/** The table of a snapshot that holds this source's figures, without its database. */
export const frozenTable = (snapshot: string, source: string): string => `frozen_${snapshot}_${source}`;

/** Quoted, with its database. */
export const frozenPlace = (snapshot: string, source: string): string =>
  `\`${database}\`.\`${frozenTable(snapshot, source)}\``;

/** The source that holds the groups: `month`, `department` and `shown_as`. */
export const groupsSource = 'groups';

/** The source that holds who is away, each person once: `day`, `department`, `people` and, of these, `sick`. */
export const awaySource = 'away';

/**
 * Small departments together; no department is called so by chance, and if one were, it would only be one more in the
 * sum.
 */
export const otherDepartments = '(other)';

/** The name of everybody, for months that have not begun. */
export const wholeCompany = '(all)';
