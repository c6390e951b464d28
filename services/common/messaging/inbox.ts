import type { Transaction } from 'kysely';
import { carried, carriedHeaders } from '#lib/amqp/carried.ts';
import { declare } from '#lib/amqp/declarations.ts';
import { createPublisher, type MessageOptions, type Publisher } from '#lib/amqp/publisher.ts';
import { type Delivery, type Subscription, subscribe as subscribeQueue } from '#lib/amqp/subscription.ts';
import { type Failure, failureHeaders, replaysHeader } from '#lib/deadLetter.ts';
import type { Log } from '#lib/log.ts';
import { counter } from '#lib/metrics.ts';
import { dead, type Outcome } from '#lib/outcome.ts';
import type { Part } from '#lib/role.ts';
import { aborted, sleep } from '#lib/timing.ts';
import { messageOf, replay } from '#schemas/reader/message.ts';
import { type Database, narrow, type Tables } from '../database/database.ts';
import { isUnreachable } from '../database/errors.ts';
import type { CommonTables } from '../database/tables.ts';
import type { Received } from './events.ts';
import { deadQueue, inboxDeclarations } from './inboxDeclarations.ts';
import { receive } from './message.ts';
import { type Novelty, note } from './notes.ts';

/** Thrown by a handler for what can never be handled: to the dead letters at once, without another try. */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable';
}

export interface InboxOptions<DB> {
  readonly database: Database<DB>;
  readonly url: string;
  readonly log: Log;
  /** Queue and consumer: `leaveline.notification`; what is given up goes to `<queue>.dead`. */
  readonly queue: string;
  /** Of the exchange that is listened to (see schemas/exchange.ts); empty but in tests. */
  readonly prefix: string;
  /** Routing patterns: `user.#`. */
  readonly patterns: readonly string[];
  /**
   * The effect of one event, all of it through `trx`: it is committed together with the note that the event was
   * handled, or not at all. Throwing takes everything back; it is tried again, and after `attempts` tries the event
   * goes to the dead letters.
   */
  handle(received: Received, trx: Transaction<Tables<DB>>): Promise<void>;
  /**
   * Default 8, with delays that double from 100 ms: about 13 s. An unreachable database is waited for without an end.
   */
  readonly attempts?: number;
}

const prefetch = 100;
const firstDelayMs = 100;
const awayMs = 500;

const handled = counter('leaveline_inbox_events_total', 'Events that came, by what became of them.', [
  'queue',
  'outcome',
]);

const reused = counter(
  'leaveline_inbox_id_reused_total',
  'Events whose source had given their id to another event before; both have their effect.',
  ['queue'],
);
const doubtful = counter(
  'leaveline_inbox_identity_in_doubt_total',
  'Events without id and timestamp that another process may have handled already; they have their effect.',
  ['queue'],
);

/** Subscribes a service to events: each has its effect exactly once, however often it is delivered. */
export function subscribe<DB>(options: InboxOptions<DB>): Part {
  const { url, log, queue } = options;
  const declarations = inboxDeclarations(options);
  const letters = createPublisher({ url, log, declarations, name: `${queue} dead letters` });
  const inbox = new Inbox(options, letters);
  const subscription = subscribeQueue({
    url,
    queue,
    name: queue,
    log,
    prefetch,
    prepare: async (connection) => {
      await declare(connection, declarations, log);
      return null;
    },
    onDelivery: (delivery) => inbox.take(delivery),
    settle: () => inbox.settle(),
  });
  inbox.serve(subscription);
  return {
    ready: () => (subscription.state().kind === 'open' ? inbox.why : subscription.state().why),
    stop: async () => {
      await subscription.stop();
      await letters.stop();
    },
  };
}

type Committed = readonly [Received, Novelty];

/** What was delivered, in order; as much as is there is handled in one transaction, and acknowledged after it. */
class Inbox<DB> {
  readonly #options: InboxOptions<DB>;
  readonly #letters: Publisher;
  #subscription: Subscription | undefined;
  #waiting: Delivery[] = [];
  #over = new AbortController();
  #working: Promise<void> = Promise.resolve();
  #idle = true;
  why: string | null = null;

  constructor(options: InboxOptions<DB>, letters: Publisher) {
    this.#options = options;
    this.#letters = letters;
  }

  serve(subscription: Subscription): void {
    this.#subscription = subscription;
  }

  take(delivery: Delivery): void {
    this.#waiting.push(delivery);
    if (this.#idle) this.#working = this.#work(this.#over.signal);
  }

  /** What is not committed yet comes again with the next generation. */
  async settle(): Promise<void> {
    this.#over.abort();
    this.#waiting = [];
    await this.#working;
    this.#over = new AbortController();
  }

  async #work(over: AbortSignal): Promise<void> {
    this.#idle = false;
    while (this.#waiting.length > 0 && !over.aborted) {
      const batch = this.#waiting.splice(0, prefetch);
      if (!(await this.#together(batch))) for (const delivery of batch) await this.#alone(delivery, over);
    }
    this.#idle = true;
  }

  /**
   * 1. effects and notes in one transaction; a crash before its commit: nothing has happened, all come again;
   * 2. acknowledge; a crash before this: all come again, and are known.
   * False, and nothing has happened, when any of them fails.
   */
  async #together(batch: readonly Delivery[]): Promise<boolean> {
    const read = batch.map((delivery) => this.#read(delivery));
    const events = read.flatMap((outcome) => (outcome.kind === 'ok' ? [outcome.value] : []));
    const last = batch.at(-1);
    if (events.length < batch.length || !last) return false;
    try {
      this.#tell(await this.#commit(events));
      this.#subscription?.ack(last);
      this.why = null;
      return true;
    } catch {
      return false;
    }
  }

  /** A bug that one message meets must not stop all others. */
  #read(delivery: Delivery): Outcome<Received> {
    try {
      return receive(delivery, this.#options.prefix);
    } catch (error) {
      this.#options.log.error(
        { err: error, queue: this.#options.queue },
        'a message could not be read because of a bug',
      );
      return dead('bridge_error', String(error));
    }
  }

  async #alone(delivery: Delivery, over: AbortSignal): Promise<void> {
    const read = this.#read(delivery);
    const fault = read.kind === 'ok' ? await this.#persist(read.value, over) : read.kind === 'dead' ? read : null;
    if (over.aborted) return;
    if (fault && !(await this.#giveUp(delivery, fault, over))) return;
    this.#subscription?.ack(delivery);
  }

  /** Tries until it is done (null), it is given up (why), or the generation is over. */
  async #persist(event: Received, over: AbortSignal): Promise<Failure | null> {
    const { attempts = 8, log, queue } = this.#options;
    for (let attempt = 1; !over.aborted; ) {
      try {
        this.#tell(await this.#commit([event]));
        this.why = null;
        return null;
      } catch (error) {
        const away = isUnreachable(error);
        log.warn({ queue, type: event.type, eventId: event.id, attempt, err: error }, 'an event could not be handled');
        if (error instanceof Undeliverable) return { reason: 'undeliverable', detail: error.message };
        if (!away && attempt++ >= attempts) return { reason: 'failed', detail: String(error) };
        this.why = away ? 'waiting for the database' : `trying ${event.type} again`;
        await sleep(away ? awayMs : firstDelayMs * 2 ** (attempt - 2), over);
      }
    }
    return null;
  }

  /** How new each of them was; those that were not known have had their effect now. */
  #commit(events: readonly Received[]): Promise<readonly Committed[]> {
    const { database, queue, handle } = this.#options;
    return database.transaction(async (trx) => {
      const done: Committed[] = [];
      for (const event of events) {
        const novelty = await note(narrow<CommonTables>(trx), queue, event);
        if (novelty !== 'known') await handle(event, trx);
        done.push([event, novelty]);
      }
      return done;
    });
  }

  /** Counts what was committed, and says what of it people should know. */
  #tell(committed: readonly Committed[]): void {
    const { log, queue } = this.#options;
    for (const [{ id: eventId, type, source, inDoubt }, novelty] of committed) {
      this.#count(novelty === 'known' ? 'duplicate' : 'ok', 1);
      if (novelty === 'reused') {
        reused.inc({ queue });
        log.warn(
          { queue, id_reused: type, source, eventId },
          'a publisher uses an id again for another event; both count',
        );
      }
      if (inDoubt && novelty !== 'known') doubtful.inc({ queue });
    }
  }

  /** Whether RabbitMQ has it; false, too, when the generation is over. */
  async #letter(content: Buffer, properties: MessageOptions, over: AbortSignal): Promise<boolean> {
    const { log, queue } = this.#options;
    const sent = this.#letters.publish('', deadQueue(queue), content, properties).then(() => true);
    sent.catch((error) => log.error({ queue, reason: String(error) }, 'a dead letter could not be stored'));
    return (await Promise.race([sent, aborted(over)]).catch(() => false)) ?? false;
  }

  /** To the dead letters, confirmed; false when the generation ended meanwhile, so that it comes again. */
  async #giveUp(delivery: Delivery, failure: Failure, over: AbortSignal): Promise<boolean> {
    const { properties, content } = delivery.message;
    const { log, queue } = this.#options;
    const { exchange, routingKey, identity } = messageOf(delivery, queue);
    const replays = properties.headers?.[replaysHeader];
    const headers = {
      ...carriedHeaders(properties.headers),
      ...failureHeaders(failure, { stage: queue, timestamp: delivery.receivedAt, replays }),
      [replay.exchange]: exchange,
      [replay.routingKey]: routingKey,
      [replay.id]: identity.id,
      [replay.receivedAt]: identity.receivedAt,
    };
    const given = { ...carried(properties), headers };
    // An acknowledgement covers what was delivered before, so nothing goes on without this letter.
    while (!(await this.#letter(content, given, over))) {
      if (over.aborted) return false;
      this.why = 'its dead letters cannot be stored';
      await sleep(awayMs, over);
    }
    this.why = null;
    const told = { queue, messageId: properties.messageId, reason: failure.reason };
    log.error(told, 'an event went to the dead letters');
    this.#count('dead', 1);
    return true;
  }

  #count(outcome: string, count: number): void {
    handled.inc({ queue: this.#options.queue, outcome }, count);
  }
}
