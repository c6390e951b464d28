import type { RecordSchema, Serde } from '#lib/avro/serde.ts';
import { ConfigError } from '#lib/config.ts';
import { type Log, warnOnce } from '#lib/log.ts';
import { retrying } from '#lib/timing.ts';
import { checkBrokers, type Kafka, withAdmin } from './client.ts';
import { ensureTopics, type TopicSpec } from './topics.ts';

/** What of Kafka and the schema registry a role needs before it can work. */
export interface Line {
  readonly kafka: Kafka;
  readonly serde: Serde;
  readonly topics: readonly TopicSpec[];
  readonly schemas: readonly RecordSchema[];
}

export interface Preparing {
  readonly log: Log;
  /** Told what is being done, and after each failed attempt what is waited for. */
  waiting(why: string): void;
  /** Ends the waiting; it rejects then. */
  readonly signal?: AbortSignal;
}

/**
 * Makes the topics that are missing and registers the schemas; tries until Kafka and the registry are there. Rejects
 * with a ConfigError for what no waiting mends: brokers that cannot be used, topics with another number of partitions,
 * schemas that the registry refuses.
 */
export async function prepareLine(line: Line, { log, waiting, signal }: Preparing): Promise<void> {
  const warn = warnOnce(log, 'waiting for Kafka and the schema registry');
  await retrying(() => prepareOnce(line, waiting), {
    signal,
    passes: (error) => !(error instanceof ConfigError),
    failed: (error, attempt) => {
      waiting(`waiting for Kafka and the schema registry: ${(error as Error).message}`);
      warn(error, attempt);
    },
  });
}

async function prepareOnce({ kafka, serde, topics, schemas }: Line, doing: Preparing['waiting']): Promise<void> {
  doing('asking Kafka what it can do');
  await checkBrokers(kafka);
  doing('making the topics that are missing');
  await withAdmin(kafka, (admin) => ensureTopics(admin, topics));
  doing('registering the schemas');
  await serde.register(schemas);
}
