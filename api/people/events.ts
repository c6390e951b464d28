import { addDays } from '#lib/dates.ts';
import { eventTypes } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { loginTypes } from '#statistics/entities/login.ts';
import type { Entities } from '#statistics/statistic.ts';
import { readPayload } from '#tables/payload.ts';
import { database } from '#tables/tables.ts';
import type { RawRow, Statement } from '../clickhouse.ts';
import { allOf, type Condition, notAfter, notBefore } from '../conditions.ts';
import type { Period } from '../statistics/query.ts';

/**
 * What is read at once: leave and illness with the people themselves, or the logins of some days, which need nobody.
 */
export type Selection = { readonly kind: 'leave' } | { readonly kind: 'logins'; readonly days: Period };

/** What a statistic is summed up from; of logins, which are many, those of the period (local days of the statistic). */
export const selectionFor = (of: keyof Entities, days: Period): Selection =>
  of === 'login' ? { kind: 'logins', days } : { kind: 'leave' };

/** Whether these entities are in a selection. */
export const isIn = ({ kind }: Selection, of: keyof Entities): boolean => (kind === 'logins') === (of === 'login');

const leaveTypes = eventTypes
  .filter(({ family, entity }) => entity !== null && ['users', 'vacations', 'absences'].includes(family))
  .map(({ type }) => type);

/**
 * All events of these people, one row for each of them. Copies that ClickHouse has not merged are among them, for which
 * one counts is decided by the fold, as in the line: so they are in the order in which the line read them.
 */
export function eventsStatement(selection: Selection, people: Condition): Statement {
  const where = allOf(selection.kind === 'logins' ? daysAround(selection.days) : [], '_deleted = 0');
  const lines = [
    'SELECT arraySort(copy -> copy.1, groupArray((_version, toString(type), payload, mark, toString(source)))) AS events',
    `FROM \`${database}\`.events`,
    `PREWHERE type IN {types:Array(String)} AND ${people.sql}`,
    `WHERE ${where.sql}`,
    'GROUP BY employee_id',
  ];
  const types = selection.kind === 'logins' ? loginTypes : leaveTypes;
  return { sql: lines.join('\n'), params: { types, ...people.params, ...where.params } };
}

/** A day more at both ends, for days in UTC and local days overlap. */
const daysAround = ({ from, to }: Period): Condition[] => [
  ...(from ? [notBefore('from', 'toDate32(occurred_at)', addDays(from, -1))] : []),
  ...(to ? [notAfter('to', 'toDate32(occurred_at)', addDays(to, 1))] : []),
];

/** The events in a row of the statement. */
export const eventsOf = ({ events }: RawRow): AnyEvent[] =>
  (events as readonly Copy[]).flatMap(
    ([, type, payload, mark, source]) => readPayload(type, payload, { mark, source }) ?? [],
  );

type Copy = readonly [version: unknown, type: string, payload: string, mark: string, source: string];

/** Changes whenever an event has come: how far the table is with each partition. */
export const versionStatement: Statement = {
  sql: `SELECT topic, partition, max(offset) AS newest FROM \`${database}\`.events GROUP BY topic, partition ORDER BY topic, partition`,
  params: {},
};
