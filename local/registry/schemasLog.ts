import { randomUUID } from 'node:crypto';
import type { Kafka, Producer } from '#lib/kafka/client.ts';
import { type Feed, type Fetched, type Fetcher, openFetcher } from '#lib/kafka/fetcher.ts';
import { topicBounds } from '#lib/kafka/partitionReader.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { kafkajs } from '#lib/kafka/shims/load.ts';
import type { Log } from '#lib/log.ts';
import { TimedOut, withTimeout } from '#lib/timing.ts';
import { type RegistryError, storeFailed, timedOut, tooLarge } from './errors.ts';
import { type Change, fromRecord, toRecord } from './records.ts';
import type { State } from './state.ts';
import { schemasTopic } from './topic.ts';

/** A record says which process wrote it, so that a second writer is noticed. Confluent's registry ignores headers. */
const writerHeader = 'leaveline-writer';
const deadlineMs = 5_000;
const closeMs = 2_000;

interface Waiting {
  readonly offset: bigint;
  readonly go: () => void;
}

/**
 * The `_schemas` topic: its records go into `state` in order, and what is appended is there before `append` resolves.
 */
export class SchemasLog {
  /** Rejects when the topic no longer holds what was read from it: the process must start anew. */
  readonly failed: Promise<never>;
  readonly #kafka: Kafka;
  readonly #state: State;
  readonly #log: Log;
  readonly #writer = randomUUID();
  readonly #fail: (error: Error) => void;
  #producer: Producer | undefined;
  #fetcher: Fetcher | undefined;
  #read = 0n;
  #waiting: Waiting[] = [];
  #ours = false;
  #intruder = false;
  #uncertain = false;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(kafka: Kafka, state: State, log: Log) {
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => undefined);
    this.failed = promise;
    this.#fail = reject;
    this.#kafka = kafka;
    this.#state = state;
    this.#log = log;
  }

  /** Resolves when everything written so far has been read. */
  async open(): Promise<void> {
    this.#read = (await topicBounds(this.#kafka, schemasTopic)).get(0)?.low ?? 0n;
    this.#producer = this.#kafka.producer({
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      maxInFlightRequests: 1,
      retry: { initialRetryTime: 50, retries: 4 },
    });
    await this.#producer.connect();
    this.#fetcher = await openFetcher(this.#kafka, { isolation: 'uncommitted', maxWaitMs: 500 });
    this.#fetcher.add(this.#feed());
    await this.#barrier();
  }

  /** Lets a write in flight end, unless Kafka is away. */
  async close(): Promise<void> {
    await withTimeout(this.#close(), closeMs, 'closing').catch(() => undefined);
  }

  async #close(): Promise<void> {
    await this.#tail;
    await Promise.all([this.#fetcher?.close(), this.#producer?.disconnect()]);
  }

  /**
   * Runs `decide` alone, on a state that nobody else changes until what it appends has been read back. If the fate of
   * an earlier record is open, a barrier settles it before: a decision that does not know it could give its id away
   * again. RegistryError 50002 when its turn does not come in time; what it would have written is then not written.
   */
  exclusively<T>(decide: (append: (changes: readonly Change[]) => Promise<void>) => Promise<T>): Promise<T> {
    const turn = { over: false };
    const run = this.#tail.then(async () => {
      if (turn.over) throw timedOut('Kafka does not answer');
      if (this.#uncertain) await this.#barrier();
      return await decide((changes) => this.#append(changes));
    });
    this.#tail = run.then(
      () => undefined,
      () => undefined,
    );
    // The caller has its answer after the deadline; the next writer still waits for the fate of this one.
    return withTimeout(run, deadlineMs, 'Kafka').catch((error) => {
      if (!(error instanceof TimedOut)) throw error;
      turn.over = true;
      throw timedOut(`Kafka has not answered for ${deadlineMs / 1000} s`);
    });
  }

  /**
   * 1. Append, acknowledged by all replicas. A crash before it: nothing happened. After it: the record counts, although
   *    nobody was told.
   * 2. Wait until it has been read back, in order, so that the next decision knows it.
   */
  async #append(changes: readonly Change[]): Promise<void> {
    this.#refuseIfSuperseded();
    const offset = await this.#send(changes);
    await this.#reached(offset + BigInt(changes.length - 1));
    this.#refuseIfSuperseded();
  }

  async #barrier(): Promise<void> {
    const offset = await this.#send([{ keytype: 'NOOP', value: null }]);
    await this.#reached(offset);
    this.#uncertain = false;
  }

  async #send(changes: readonly Change[]): Promise<bigint> {
    const headers = { [writerHeader]: this.#writer };
    const messages = changes.map((change) => ({ ...toRecord(change), headers, partition: 0 }));
    try {
      const sent = await this.#producer?.send({ topic: schemasTopic, acks: -1, messages });
      return BigInt(sent?.[0]?.baseOffset ?? '-1');
    } catch (error) {
      this.#uncertain = true;
      throw describe(error as Error);
    }
  }

  #refuseIfSuperseded(): void {
    if (this.#intruder) throw storeFailed('another program writes to _schemas; stop it and restart this registry');
  }

  #reached(offset: bigint): Promise<void> {
    if (this.#read > offset) return Promise.resolve();
    return new Promise((go) => this.#waiting.push({ offset, go }));
  }

  #feed(): Feed {
    return {
      topic: schemasTopic,
      partition: 0,
      offset: this.#read,
      wanted: () => true,
      deliver: (fetched) => this.#deliver(fetched),
      fail: (error) => this.#fail(new Error(`${error.message}: was Kafka's data deleted? The registry must restart.`)),
    };
  }

  #deliver({ records, nextOffset }: Fetched): void {
    for (const record of records) this.#apply(record);
    this.#read = nextOffset;
    const reached = this.#waiting.filter(({ offset }) => offset < nextOffset);
    this.#waiting = this.#waiting.filter(({ offset }) => offset >= nextOffset);
    for (const { go } of reached) go();
  }

  #apply(record: KafkaRecord): void {
    this.#watchWriters(record);
    try {
      const change = fromRecord(record.key, record.value?.toString() ?? null);
      if (change) this.#state.apply(change);
    } catch (error) {
      this.#log.warn({ err: error, offset: String(record.offset) }, 'a record of _schemas cannot be read');
    }
  }

  /** From our first record on, nobody else may write. */
  #watchWriters(record: KafkaRecord): void {
    const own = record.headers[writerHeader] === this.#writer;
    this.#ours ||= own;
    if (own || !this.#ours || this.#intruder) return;
    this.#intruder = true;
    this.#log.error({ offset: String(record.offset) }, 'another program writes to _schemas; this one stops writing');
  }
}

const describe = (error: Error & { type?: string }): RegistryError =>
  error.type === 'MESSAGE_TOO_LARGE' || error.type === 'RECORD_LIST_TOO_LARGE'
    ? tooLarge(error.message)
    : storeFailed(`Kafka does not take the record (${error.message})`);
