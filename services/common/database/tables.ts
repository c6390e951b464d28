import { column, type RowOf, table } from './table.ts';

/** Tables that every service's database has. Instants are epoch ms. */
export interface CommonTables {
  outbox: RowOf<typeof outbox>;
  outbox_aggregates: RowOf<typeof outboxAggregates>;
  inbox: RowOf<typeof inbox>;
}

/** Events that were decided, in the order of their transactions per aggregate. */
export const outbox = table('outbox', {
  seq: column.sequence(),
  event_id: column.uuid().unique(),
  aggregate_type: column.key(),
  aggregate_id: column.key(),
  type: column.key(),
  /** The CloudEvents JSON, byte for byte as it is published. */
  payload: column.text(),
  /** AMQP headers as JSON. */
  headers: column.json(),
  /** null where an earlier version wrote it. */
  mark: column.key().nullable(),
  created_at: column.instant(),
  /** null until RabbitMQ has confirmed it. */
  published_at: column.instant().nullable(),
});

/**
 * The time of an aggregate's last event; its row lock makes the next one wait for the transaction of the one before.
 */
export const outboxAggregates = table('outbox_aggregates', {
  aggregate_type: column.key().primary(),
  aggregate_id: column.key().primary(),
  last_at: column.instant(),
});

/** Which events have had their effect. */
export const inbox = table('inbox', {
  consumer: column.key().primary(),
  event_id: column.key().primary(),
  /** '' where an earlier version noted it, which knew nothing of an event but its id. */
  mark: column.key().primary(),
  source: column.text().nullable(),
  handled_at: column.instant(),
});
