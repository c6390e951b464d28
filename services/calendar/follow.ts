import { setTimeout as sleep } from 'node:timers/promises';
import { type Serde, UnreadableRecord } from '#lib/avro/serde.ts';
import type { Kafka } from '#lib/kafka/client.ts';
import { type Tail, tail } from '#lib/kafka/partitionReader.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import type { Log } from '#lib/log.ts';
import { counter } from '#lib/metrics.ts';
import type { Part } from '#lib/role.ts';
import vacationRequests from '#schemas/derived/vacation-requests.ts';
import type { Leave, Requests } from './requests.ts';

export interface FollowOptions {
  readonly kafka: Kafka;
  readonly serde: Serde;
  readonly requests: Requests;
  readonly log: Log;
}

const retryMs = 1_000;
const unreadable = counter('leaveline_calendar_unreadable_total', 'Records of requests that could not be read.');

/**
 * Keeps `requests` as the compacted topic has them: reads it from its beginning, which is all the state there is, and goes on with what
 * comes. Without a consumer group, so nothing has to be committed, and a lost process loses nothing. Waits for Kafka and the registry.
 */
export function follow({ kafka, serde, requests, log }: FollowOptions): Part {
  const stopping = new AbortController();
  const state: { waiting: string | null; tail: Tail | undefined } = { waiting: 'waiting for Kafka', tail: undefined };
  const take = (records: readonly KafkaRecord[]) =>
    untilDone(async () => takeAll(records, serde, requests, log), stopping.signal, log);
  const open = async () => {
    await untilDone(
      async () => {
        state.tail = await tail(kafka, vacationRequests.topic, take, { from: 'beginning' });
      },
      stopping.signal,
      log,
    );
    state.waiting = 'reading the requests';
    await state.tail?.caughtUp;
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
      await state.tail?.stop();
    },
  };
}

/** Tries again while somebody who is needed does not answer; rejects only when it is to stop. */
async function untilDone(work: () => Promise<void>, stop: AbortSignal, log: Log): Promise<void> {
  for (let told = false; ; told = true) {
    stop.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!told) log.warn({ reason: String(error) }, 'waiting for Kafka or the registry');
      await sleep(retryMs, undefined, { signal: stop });
    }
  }
}

async function takeAll(records: readonly KafkaRecord[], serde: Serde, requests: Requests, log: Log): Promise<void> {
  await serde.learn(records.map(({ value }) => value));
  for (const record of records) takeOne(record, serde, requests, log);
}

/** A record that cannot be read leaves what is known of its request as it was: counted, and said in the log. */
function takeOne({ key, value, offset, partition }: KafkaRecord, serde: Serde, requests: Requests, log: Log): void {
  try {
    if (value === null) requests.delete(key);
    else requests.set(key, serde.decode(value).value as Leave);
  } catch (error) {
    if (!(error instanceof UnreadableRecord)) throw error;
    unreadable.inc();
    log.error({ partition, offset: String(offset), reason: error.reason }, 'a record that cannot be read');
  }
}
