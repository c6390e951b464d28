import { instant, json, key, nullable, primary, type RowOf, sequence, table, text, unique, uuid } from './table.ts';

/** Tables that every service's database has. Instants are epoch ms. */
export interface CommonTables {
  outbox: RowOf<typeof outbox>;
  outbox_aggregates: RowOf<typeof outboxAggregates>;
  inbox: RowOf<typeof inbox>;
}

/** Events that were decided, in the order of their transactions per aggregate. */
export const outbox = table('outbox', {
  seq: sequence(),
  event_id: unique(uuid()),
  aggregate_type: key(),
  aggregate_id: key(),
  type: key(),
  /** The CloudEvents JSON, byte for byte as it is published. */
  payload: text(),
  /** AMQP headers as JSON. */
  headers: json(),
  /** null where an earlier version wrote it. */
  mark: nullable(key()),
  created_at: instant(),
  /** null until RabbitMQ has confirmed it. */
  published_at: nullable(instant()),
});

/**
 * The time of an aggregate's last event; its row lock makes the next one wait for the transaction of the one before.
 */
export const outboxAggregates = table('outbox_aggregates', {
  aggregate_type: primary(key()),
  aggregate_id: primary(key()),
  last_at: instant(),
});

/** Which events have had their effect. */
export const inbox = table('inbox', {
  consumer: primary(key()),
  event_id: primary(key()),
  /** '' where an earlier version noted it, which knew nothing of an event but its id. */
  mark: primary(key()),
  source: nullable(text()),
  handled_at: instant(),
});
