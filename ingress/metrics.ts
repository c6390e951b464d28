import { counter, gauge, histogram } from '#lib/metrics.ts';

/** What ingress counts; `route` is the name of a route. */
export const metrics = {
  messages: counter(
    'leaveline_ingress_messages_total',
    'Messages whose outcome is in Kafka, by outcome: ok, or the reason of the dead letter.',
    ['route', 'outcome'],
  ),
  batchSize: histogram(
    'leaveline_ingress_batch_records',
    'Records in one send.',
    ['route'],
    [1, 5, 20, 50, 100, 250, 500],
  ),
  produceSeconds: histogram('leaveline_ingress_produce_seconds', 'From send to the acknowledgement of all replicas.', [
    'route',
  ]),
  unacked: gauge('leaveline_ingress_unacked', 'Messages delivered and not yet acknowledged.', ['route']),
  redelivered: counter('leaveline_ingress_redelivered_total', 'Messages that RabbitMQ had handed out before.', [
    'route',
  ]),
  identityInDoubt: counter(
    'leaveline_ingress_identity_in_doubt_total',
    'Events without id and timestamp that another process may have stored already; they count.',
    ['route'],
  ),
  resent: counter('leaveline_ingress_resent_total', 'Batches sent again because a send failed.', ['route']),
  lateAcks: counter('leaveline_ingress_late_acks_total', 'Batches in Kafka whose channel was gone; they come again.', [
    'route',
  ]),
  heldSeconds: counter('leaveline_ingress_held_seconds_total', 'Time unsubscribed because Kafka could not be used.', [
    'route',
  ]),
  stopped: gauge(
    'leaveline_ingress_route_stopped',
    '1 while a route is stopped because too many of its messages became dead letters.',
    ['route'],
  ),
  undeclared: counter('leaveline_ingress_undeclared_fields_total', 'Fields that the event type does not have.', [
    'type',
  ]),
  parked: counter('leaveline_ingress_parked_total', 'Messages too large for Kafka, kept in RabbitMQ.', ['route']),
  queueMessages: gauge('leaveline_ingress_queue_messages', 'Messages ready in the queue.', ['route']),
  queueConsumers: gauge('leaveline_ingress_queue_consumers', 'Consumers of the queue, everybody’s.', ['route']),
};
