import { type Serde, UnreadableRecord } from '#lib/avro/serde.ts';
import type { Kafka } from '#lib/kafka/client.ts';
import { type Tail, tail } from '#lib/kafka/partitionReader.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { type Log, warnOnce } from '#lib/log.ts';
import { counter } from '#lib/metrics.ts';
import type { Part } from '#lib/role.ts';
import { retrying } from '#lib/timing.ts';

/** A compacted topic, and what is made of its records. */
export interface Followed {
  readonly topic: string;
  /** The newest value of a key; null: there is none any more. */
  take(key: string, value: unknown): void;
}

export interface FollowOptions {
  readonly kafka: Kafka;
  readonly serde: Serde;
  readonly topics: readonly Followed[];
  /** Called when all topics have been read to their ends, and after all that comes then; tried until it succeeds. */
  readonly settled: () => Promise<void>;
  readonly log: Log;
}

const unreadable = counter(
  'leaveline_calendar_unreadable_total',
  'Records of requests and people that could not be read.',
);

/**
 * Hands over what compacted topics hold: reads them from their beginnings, which is all the state there is, and goes on
 * with what comes. Without a consumer group, so nothing has to be committed, and a lost process loses nothing. Waits
 * for Kafka and the registry.
 */
export function follow({ kafka, serde, topics, settled, log }: FollowOptions): Part {
  const stopping = new AbortController();
  const state = { waiting: 'waiting for Kafka' as string | null, tails: [] as Tail[], isRead: false };
  const failed = warnOnce(log, 'waiting for Kafka or the registry');
  const patiently = (work: () => Promise<void>) => retrying(work, { signal: stopping.signal, failed });
  const openOne = async (followed: Followed) => {
    const take = (records: readonly KafkaRecord[]) =>
      patiently(async () => {
        await takeAll(records, serde, followed, log);
        if (state.isRead) await settled();
      });
    await patiently(async () => {
      state.tails.push(await tail(kafka, followed.topic, take, { from: 'beginning' }));
    });
  };
  const open = async () => {
    for (const followed of topics) await openOne(followed);
    state.waiting = 'reading the requests';
    await Promise.all(state.tails.map(({ caughtUp }) => caughtUp));
    state.isRead = true;
    await patiently(settled);
    state.waiting = null;
  };
  const opening = open().catch((error: Error) => {
    if (!stopping.signal.aborted) throw error;
  });
  return {
    ready: () => state.waiting,
    failed: opening.then(() => new Promise<never>(() => undefined)),
    stop: async () => {
      stopping.abort();
      await Promise.all(state.tails.map((one) => one.stop()));
    },
  };
}

async function takeAll(records: readonly KafkaRecord[], serde: Serde, followed: Followed, log: Log): Promise<void> {
  await serde.learn(records.map(({ value }) => value));
  for (const record of records) takeOne(record, serde, followed, log);
}

/** A record that cannot be read leaves what is known of its key as it was: counted, and said in the log. */
function takeOne(record: KafkaRecord, serde: Serde, followed: Followed, log: Log): void {
  const { key, value, offset, partition } = record;
  try {
    followed.take(key, value === null ? null : serde.decode(value).value);
  } catch (error) {
    if (!(error instanceof UnreadableRecord)) throw error;
    unreadable.inc();
    const place = { topic: followed.topic, partition, offset: String(offset) };
    log.error({ ...place, reason: error.reason }, 'a record that cannot be read');
  }
}
