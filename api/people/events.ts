import { eventTypes } from '#schemas/catalogue.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { readPayload } from '#sinks/payload.ts';
import { database } from '#sinks/tables.ts';
import { loginTypes } from '#streams/entities/login.ts';
import type { Entities } from '#streams/statistics/statistic.ts';
import type { RawRow, Statement } from '../clickhouse.ts';
import type { Condition } from '../list.ts';

/** What is read at once: leave and illness with the people themselves, or logins, which need nobody. */
export type Reading = 'absence' | 'login';

/** Which reading an entity is in. */
export const readingOf = (entity: keyof Entities): Reading => (entity === 'login' ? 'login' : 'absence');

const types: Readonly<Record<Reading, readonly string[]>> = {
  absence: eventTypes
    .filter(({ family, entity }) => entity !== null && ['users', 'vacations', 'absences'].includes(family))
    .map(({ type }) => type),
  login: loginTypes,
};

/**
 * All events of these people, one row for each of them: `person`, `events` as pairs of type and payload. Copies that
 * ClickHouse has not merged are among them, for which one counts is decided by the fold, as in the line.
 */
export function eventsStatement(reading: Reading, { sql, params }: Condition): Statement {
  const lines = [
    'SELECT employee_id AS person, groupArray((toString(type), payload)) AS events',
    `FROM \`${database}\`.events`,
    `PREWHERE type IN {types:Array(String)} AND ${sql}`,
    'WHERE _deleted = 0',
    'GROUP BY employee_id',
  ];
  return { sql: lines.join('\n'), params: { types: types[reading], ...params } };
}

/** The events in a row of the statement. */
export const eventsOf = ({ events }: RawRow): AnyEvent[] =>
  (events as readonly (readonly [type: string, payload: string])[]).flatMap(
    ([type, payload]) => readPayload(type, payload) ?? [],
  );

/** Changes whenever an event has come: how far the table is with each partition. */
export const versionStatement: Statement = {
  sql: `SELECT topic, partition, max(offset) AS newest FROM \`${database}\`.events GROUP BY topic, partition ORDER BY topic, partition`,
  params: {},
};
