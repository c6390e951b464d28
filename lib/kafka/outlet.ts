import { withTimeout } from '../timing.ts';
import type { Kafka, Producer } from './client.ts';
import { withAdmin } from './client.ts';
import { byTopic, type OutgoingRecord } from './producer.ts';

/**
 * What a failed send means. `passing`: try again. `record`: one of the records can never be taken. `route`: Kafka
 * refuses us or the topic; the next record would fare no better.
 */
export type FailureKind = 'passing' | 'record' | 'route';

export class SendFailed extends Error {
  override readonly name = 'SendFailed';
  readonly kind: FailureKind;
  constructor(kind: FailureKind, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.kind = kind;
  }
}

/** Where batches leave for Kafka: one sender, one send at a time. */
export interface Outlet {
  /**
   * Resolves when all in-sync replicas have all records. Rejects with SendFailed; then any part of them may have been
   * stored. The producer is thrown away after that: kafkajs takes its sequence numbers back although the broker may
   * have used them, so the next batch would be taken for a copy and dropped.
   */
  send(records: readonly OutgoingRecord[]): Promise<void>;
  /** null when Kafka answers for these topics; else why not. */
  probe(topics: readonly string[]): Promise<string | null>;
  close(): Promise<void>;
}

/** Attempts of kafkajs within one send: enough for a moved leader, over well before a queue gives up on us. */
const retry = { initialRetryTime: 50, maxRetryTime: 1_000, retries: 4 };
const sendMs = 30_000;

export function createOutlet(kafka: Kafka): Outlet {
  const state: { producer: Producer | undefined } = { producer: undefined };
  async function discard() {
    const old = state.producer;
    state.producer = undefined;
    if (old) await withTimeout(old.disconnect(), 2_000, 'disconnecting').catch(() => undefined);
  }
  async function producer() {
    if (state.producer) return state.producer;
    const made = newProducer(kafka);
    state.producer = made;
    await made.connect();
    return made;
  }
  async function sendOnce(records: readonly OutgoingRecord[]) {
    const connected = await producer();
    await connected.sendBatch({ acks: -1, topicMessages: byTopic(records) });
  }
  return {
    send: async (records) => {
      try {
        await withTimeout(sendOnce(records), sendMs, 'sending to Kafka');
      } catch (error) {
        await discard();
        throw new SendFailed(kindOf(error), error);
      }
    },
    probe: (topics) => probe(kafka, topics),
    close: discard,
  };
}

const newProducer = (kafka: Kafka): Producer =>
  kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    retry,
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition ?? 0,
  });

async function probe(kafka: Kafka, topics: readonly string[]): Promise<string | null> {
  try {
    const look = withAdmin(kafka, (admin) => admin.fetchTopicMetadata({ topics: [...topics] }));
    const metadata = await withTimeout(look, sendMs, 'asking Kafka for its topics');
    const orphans = metadata.topics.filter(({ partitions }) => partitions.some(({ leader }) => leader < 0));
    return orphans.length === 0 ? null : `no leader for ${orphans.map(({ name }) => name).join(', ')}`;
  } catch (error) {
    return `Kafka does not answer: ${(error as Error).message}`;
  }
}

const recordTypes = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_TIMESTAMP', 'INVALID_RECORD']);
const routeTypes =
  /^(INVALID_TOPIC_EXCEPTION|POLICY_VIOLATION|SASL_AUTHENTICATION_FAILED|(TOPIC|CLUSTER|TRANSACTIONAL_ID)_AUTHORIZATION_FAILED|UNSUPPORTED_.*)$/;

/** The kind of failure, from Kafka's error code, however deep kafkajs has wrapped it. */
export function kindOf(error: unknown): FailureKind {
  const types = errorTypes(error);
  if (types.some((type) => recordTypes.has(type))) return 'record';
  return types.some((type) => routeTypes.test(type)) ? 'route' : 'passing';
}

function errorTypes(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 5) return [];
  const { type, cause, originalError, errors } = error as Record<string, unknown>;
  const inner = [cause, originalError, ...(Array.isArray(errors) ? errors : [])];
  return [...(typeof type === 'string' ? [type] : []), ...inner.flatMap((each) => errorTypes(each, depth + 1))];
}
