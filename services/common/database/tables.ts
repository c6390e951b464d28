import type { Generated } from 'kysely';

/** Tables that every service's database has. Instants are epoch ms. */
export interface CommonTables {
  outbox: OutboxTable;
  outbox_aggregates: OutboxAggregatesTable;
  inbox: InboxTable;
}

/** Events that were decided, in the order of their transactions per aggregate. */
interface OutboxTable {
  seq: Generated<number>;
  event_id: string;
  aggregate_type: string;
  aggregate_id: string;
  type: string;
  /** The CloudEvents JSON, byte for byte as it is published. */
  payload: string;
  /** AMQP headers as JSON. */
  headers: string;
  created_at: number;
  /** null until RabbitMQ has confirmed it. */
  published_at: number | null;
}

/** The time of an aggregate's last event; its row lock makes the next one wait for the transaction of the one before. */
interface OutboxAggregatesTable {
  aggregate_type: string;
  aggregate_id: string;
  last_at: number;
}

/** Which events have had their effect. */
interface InboxTable {
  consumer: string;
  event_id: string;
  handled_at: number;
}
