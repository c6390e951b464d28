import { addDays } from '#lib/dates.ts';
import { eventTypes } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { loginTypes } from '#statistics/entities/login.ts';
import type { Entities } from '#statistics/statistic.ts';
import { readPayload } from '#tables/payload.ts';
import { database } from '#tables/tables.ts';
import type { RawRow, Statement } from '../clickhouse.ts';
import { type Condition, notAfter, notBefore } from '../conditions.ts';
import type { Period } from '../statistics/query.ts';

/**
 * What is read at once: leave and illness with the people themselves, or the logins of some days, which need nobody.
 */
export type Reading = { readonly kind: 'leave' } | { readonly kind: 'logins'; readonly days: Period };

/** What a statistic is summed up from; of logins, which are many, those of the period (local days of the statistic). */
export const readingFor = (of: keyof Entities, days: Period): Reading =>
  of === 'login' ? { kind: 'logins', days } : { kind: 'leave' };

/** Whether these entities are in a reading. */
export const isIn = ({ kind }: Reading, of: keyof Entities): boolean => (kind === 'logins') === (of === 'login');

const leaveTypes = eventTypes
  .filter(({ family, entity }) => entity !== null && ['users', 'vacations', 'absences'].includes(family))
  .map(({ type }) => type);

/**
 * All events of these people, one row for each of them. Copies that ClickHouse has not merged are among them, for which
 * one counts is decided by the fold, as in the line: so they are in the order in which the line read them.
 */
export function eventsStatement(reading: Reading, people: Condition): Statement {
  const days = reading.kind === 'logins' ? daysAround(reading.days) : [];
  const lines = [
    'SELECT arraySort(copy -> copy.1, groupArray((_version, toString(type), payload, mark, toString(source)))) AS events',
    `FROM \`${database}\`.events`,
    `PREWHERE type IN {types:Array(String)} AND ${people.sql}`,
    `WHERE ${['_deleted = 0', ...days.map(({ sql }) => sql)].join(' AND ')}`,
    'GROUP BY employee_id',
  ];
  const types = reading.kind === 'logins' ? loginTypes : leaveTypes;
  return {
    sql: lines.join('\n'),
    params: Object.assign({ types, ...people.params }, ...days.map(({ params }) => params)),
  };
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
