import { eventTypes } from '#schemas/catalogue.ts';
import type { EventDefinition } from '#schemas/event.ts';
import { families } from '#schemas/families.ts';
import { familyOfKind } from '#statistics/entities/kinds.ts';

const listed = (types: readonly EventDefinition[]): string => types.map(({ type }) => `'${type}'`).join(', ');

/**
 * How many entities none of whose events creates them (statistics/entities/eventSet.ts calls them incomplete), by
 * family. As in the streams an entity is one person's.
 */
export const incompleteSql = (database: string): string =>
  Object.values(familyOfKind)
    .map((family) => {
      const { topic, entity } = families[family];
      const types = eventTypes.filter((it) => it.family === family && it.entity === entity);
      return `SELECT '${family}' AS family, count() AS entities FROM (
        SELECT employee_id, JSONExtractString(payload, '${entity}') AS entity FROM \`${database}\`.events FINAL
        WHERE _deleted = 0 AND topic = '${topic}' AND type IN (${listed(types)}) GROUP BY employee_id, entity
        HAVING countIf(type IN (${listed(types.filter(({ rank }) => rank === 0))})) = 0
      )`;
    })
    .join('\nUNION ALL\n');
