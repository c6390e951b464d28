import type { Consumer, Kafka, Producer } from '#lib/kafka/client.ts';
import { positionsTable } from '#tables/positions.ts';
import type { ClickHouse } from '../clickhouse.ts';

/** What a flush has done, in this order. */
export const steps = ['decided', 'inserted', 'published', 'committed', 'remembered'] as const;
export type Step = (typeof steps)[number];
export type Seen = (step: Step) => void;

interface Clients {
  readonly kafka: Kafka;
  readonly db: ClickHouse;
}

/** Clients that tell of each step, right after it. */
export function watched({ kafka, db }: Clients, seen: Seen = () => {}): Clients {
  const after =
    <A extends unknown[], R>(step: Step, act: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      const result = await act(...given);
      seen(step);
      return result;
    };
  const told: Pick<Kafka, 'producer' | 'consumer'> = {
    producer: (config) => withSend(kafka.producer(config), (send) => after('published', send)),
    consumer: (config) => withCommit(kafka.consumer(config), (commit) => after('committed', commit)),
  };
  const insert = after('inserted', db.insert);
  return {
    kafka: Object.assign(Object.create(kafka), told),
    db: {
      ...db,
      insert: (...given) => {
        seen('decided');
        return insert(...given);
      },
      command: (sql) => (sql.includes(`.${positionsTable} VALUES`) ? after('remembered', db.command) : db.command)(sql),
    },
  };
}

const withSend = (producer: Producer, told: (send: Producer['sendBatch']) => Producer['sendBatch']): Producer => ({
  ...producer,
  sendBatch: told(producer.sendBatch),
});

const withCommit = (
  consumer: Consumer,
  told: (commit: Consumer['commitOffsets']) => Consumer['commitOffsets'],
): Consumer => ({ ...consumer, commitOffsets: told(consumer.commitOffsets) });
