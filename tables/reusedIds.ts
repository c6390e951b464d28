/** Ids that a source gave to more than one event, by source. */
export interface ReusedIds {
  readonly source: string;
  /** How many ids. */
  readonly ids: string | number;
  /** Events that were not the first of their id. */
  readonly events: string | number;
  /** When the last of them came to Kafka. */
  readonly last_at: string;
  /** The id of that one. */
  readonly event_id: string;
}

/**
 * Reads `ReusedIds`, those that came last first. Versions of rows are merged for the few ids alone that may be among
 * them: the table is in the order of ids, so that looking for these is one pass without sorting.
 */
export const reusedIdsSql = (database: string): string => `
  SELECT source, count() AS ids, sum(events - 1) AS events, max(last) AS last_at, toString(argMax(id, last)) AS event_id
  FROM (
    SELECT toString(source) AS source, event_id AS id, count() AS events, max(received_at) AS last
    FROM \`${database}\`.events FINAL
    WHERE _deleted = 0 AND event_id IN (
      SELECT event_id FROM \`${database}\`.events GROUP BY event_id HAVING uniqExact(mark) > 1
      SETTINGS optimize_aggregation_in_order = 1
    )
    GROUP BY source, id HAVING events > 1
  )
  GROUP BY source ORDER BY last_at DESC, source LIMIT 100`;
