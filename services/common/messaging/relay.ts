import type { Publisher } from '#lib/amqp/publisher.ts';
import type { Clock } from '#lib/clock.ts';
import { Signal } from '#lib/kafka/signal.ts';
import type { Log } from '#lib/log.ts';
import { counter } from '#lib/metrics.ts';
import type { Part } from '#lib/role.ts';
import { sleep } from '#lib/timing.ts';
import type { Database, Tables } from '../database/database.ts';
import { whileAlone } from '../database/lock.ts';
import { onAppended } from './outbox.ts';

export interface RelayOptions<DB> {
  readonly database: Database<DB>;
  readonly publisher: Publisher;
  readonly log: Log;
  readonly clock: Clock;
  readonly exchange: string;
  /** Shown to RabbitMQ as the publishing application: `vacation`. */
  readonly appId: string;
  /** How often it looks for itself, in ms; default one second. A commit in this process wakes it at once. */
  readonly pollMs?: number;
}

interface Row {
  readonly seq: number;
  readonly event_id: string;
  readonly aggregate_type: string;
  readonly aggregate_id: string;
  readonly type: string;
  readonly payload: string;
  readonly headers: string;
  readonly created_at: number;
}

const pageSize = 500;
const keptMs = 30 * 86_400_000;
const purgeEveryMs = 3_600_000;
/** After a stop, how long the confirmations of what is under way are awaited. */
const patienceMs = 2_000;

const published = counter('leaveline_outbox_events_total', 'Events of the outbox by what became of them.', ['outcome']);

/**
 * Publishes what is in the outbox, in order per aggregate, each at least once; of several processes one does, the
 * others stand by.
 */
export function relay<DB>(options: RelayOptions<DB>): Part {
  return new Relay(options as unknown as RelayOptions<unknown>).start();
}

class Relay implements Part {
  readonly #options: RelayOptions<unknown>;
  readonly #stopping = new AbortController();
  readonly #bell = new Signal();
  readonly #deaf: () => void;
  #why: string | null = null;
  #purgedAt = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(options: RelayOptions<unknown>) {
    this.#options = options;
    this.#deaf = onAppended(() => this.#bell.raise());
  }

  start(): this {
    this.#running = this.#run();
    return this;
  }

  ready(): string | null {
    return this.#options.publisher.connected() ? this.#why : 'waiting for RabbitMQ';
  }

  async stop(): Promise<void> {
    this.#deaf();
    this.#stopping.abort();
    this.#bell.raise();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { database, log } = this.#options;
    while (!this.#stopping.signal.aborted) {
      const failed = await whileAlone(database, 'relay', this.#stopping.signal, (signal) => this.#turns(signal)).catch(
        String,
      );
      if (failed) log.warn({ reason: failed }, 'the relay could not take its lock');
      await sleep(1_000, this.#stopping.signal);
    }
  }

  async #turns(signal: AbortSignal): Promise<void> {
    const { log, pollMs = 1_000 } = this.#options;
    while (!signal.aborted) {
      try {
        const stuck = await this.#turn(signal);
        this.#why = stuck === 0 ? null : `RabbitMQ refuses ${stuck} events`;
        await this.#purge();
      } catch (error) {
        this.#why = 'the outbox cannot be read';
        log.warn({ reason: String(error) }, 'a turn of the relay failed');
        await sleep(pollMs, signal);
      }
      await this.#bell.wait(pollMs);
    }
  }

  /**
   * Everything that is unpublished, page by page. Answers how many were refused; those and what follows them in their
   * aggregate stay for the next turn. Numbers may be committed out of order: an aggregate of which something is
   * unpublished before a page has its turn when that has gone.
   */
  async #turn(signal: AbortSignal): Promise<number> {
    let stuck = 0;
    for (let after = 0; !signal.aborted; ) {
      const page = await this.#page(after);
      const last = page.at(-1);
      if (last === undefined) break;
      const held = await this.#unpublishedUntil(after);
      for (const wave of waves(page))
        stuck += await this.#publish(
          wave.filter((row) => !held.has(aggregateOf(row))),
          held,
          signal,
        );
      after = last.seq;
    }
    return stuck;
  }

  /**
   * The aggregates that have something unpublished up to this number; read after a page, so nothing of it is before
   * them.
   */
  async #unpublishedUntil(seq: number): Promise<Set<string>> {
    const query = this.#database().db.selectFrom('outbox').select(['aggregate_type', 'aggregate_id']).distinct();
    const rows = await query.where('published_at', 'is', null).where('seq', '<=', seq).execute();
    return new Set(rows.map(aggregateOf));
  }

  #page(after: number): Promise<Row[]> {
    return this.#database()
      .db.selectFrom('outbox')
      .select(['seq', 'event_id', 'aggregate_type', 'aggregate_id', 'type', 'payload', 'headers', 'created_at'])
      .where('published_at', 'is', null)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(pageSize)
      .execute();
  }

  /**
   * One event per aggregate:
   * 1. publish, and wait until RabbitMQ has confirmed it in a queue; a crash here: it is published again, under the
   * same id;
   * 2. mark; a crash before this: the same. The next of an aggregate goes out only after this, so first copies are in
   * order.
   */
  async #publish(wave: readonly Row[], held: Set<string>, signal: AbortSignal): Promise<number> {
    if (wave.length === 0 || signal.aborted) return 0;
    const sent = Promise.allSettled(wave.map((row) => this.#send(row)));
    const results = await patiently(sent, signal);
    if (!results) return 0;
    const failed = wave.filter((_, index) => results[index]?.status === 'rejected');
    for (const row of failed) held.add(aggregateOf(row));
    const [first] = failed;
    if (first)
      this.#options.log.warn(
        { type: first.type, eventId: first.event_id, count: failed.length },
        'RabbitMQ refused events',
      );
    published.inc({ outcome: 'refused' }, failed.length);
    await this.#mark(wave.filter((row) => !failed.includes(row)));
    return failed.length;
  }

  #send(row: Row): Promise<void> {
    const { publisher, exchange, appId } = this.#options;
    return publisher.publish(exchange, row.type, Buffer.from(row.payload), {
      contentType: 'application/cloudevents+json',
      messageId: row.event_id,
      type: row.type,
      timestamp: Math.floor(row.created_at / 1000),
      appId,
      headers: JSON.parse(row.headers),
    });
  }

  async #mark(rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    const now = this.#options.clock.now();
    const numbers = rows.map(({ seq }) => seq);
    await this.#database().transaction((trx) =>
      trx.updateTable('outbox').set({ published_at: now }).where('seq', 'in', numbers).execute(),
    );
    published.inc({ outcome: 'published' }, rows.length);
  }

  /** What was published a month ago is forgotten. */
  async #purge(): Promise<void> {
    const now = this.#options.clock.now();
    if (now - this.#purgedAt < purgeEveryMs) return;
    this.#purgedAt = now;
    await this.#database().transaction((trx) =>
      trx
        .deleteFrom('outbox')
        .where('published_at', '<', now - keptMs)
        .execute(),
    );
  }

  #database(): Database<Tables<object>> {
    return this.#options.database as unknown as Database<Tables<object>>;
  }
}

/**
 * What the work becomes; undefined when a stop has waited for it long enough. Leaves neither a timer nor a listener
 * behind.
 */
async function patiently<T>(work: Promise<T>, stopping: AbortSignal): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    timer = setTimeout(() => resolve(undefined), patienceMs);
  };
  stopping.addEventListener('abort', begin, { once: true });
  try {
    return await Promise.race([work, late]);
  } finally {
    stopping.removeEventListener('abort', begin);
    clearTimeout(timer);
  }
}

const aggregateOf = (row: Pick<Row, 'aggregate_type' | 'aggregate_id'>): string =>
  `${row.aggregate_type} ${row.aggregate_id}`;

/** Rows in order, cut so that no aggregate is twice in one wave: the n-th of each aggregate is in the n-th wave. */
function waves(rows: readonly Row[]): Row[][] {
  const cut: Row[][] = [];
  const depth = new Map<string, number>();
  for (const row of rows) {
    const place = depth.get(aggregateOf(row)) ?? 0;
    depth.set(aggregateOf(row), place + 1);
    cut[place] = [...(cut[place] ?? []), row];
  }
  return cut;
}
