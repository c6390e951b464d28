import { decide, type Told } from '#deadLetters/decide.ts';
import { countBoxes, type Desk, type InQueues, lookInQueues, readLetter } from '#deadLetters/desk.ts';
import { countsOf, type Entry, Ledger } from '#deadLetters/ledger.ts';
import { type Decision, ensureOperations, operationRecord } from '#deadLetters/operations.ts';
import { resumeRoute } from '#deadLetters/resume.ts';
import { type RouteNote, StoppedRoutes } from '#deadLetters/routeNotes.ts';
import { type AmqpConnection, openConnection } from '#lib/amqp/connection.ts';
import { type Tail, tail, topicBounds } from '#lib/kafka/partitionReader.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { gauge } from '#lib/metrics.ts';
import { type Repeated, repeating, withTimeout } from '#lib/timing.ts';
import { deadLetterTopic, operationsTopic } from '#schemas/topics.ts';

/** All that is known of dead letters. */
export interface KnownLetters {
  readonly entries: readonly Entry[];
  /** By queue of RabbitMQ, the messages that nobody has looked at. */
  readonly unseen: Readonly<Record<string, number>>;
  /** Older ones in Kafka than there is room for. */
  readonly leftOut: number;
  /** Routes of ingress that stand. */
  readonly stopped: readonly RouteNote[];
  /** Whether RabbitMQ answers; without it its letters are those of the last look. */
  readonly rabbit: boolean;
}

export interface LettersView {
  /** null until Kafka's letters have been read. */
  known(): KnownLetters | null;
  /** With its content; undefined when it is gone. Who looked is in the log: it may be anybody's personal data. */
  read(entry: Entry, by: string): Promise<KafkaRecord | undefined>;
  decide(entries: readonly Entry[], decision: Decision, told: Told): Promise<void>;
  /** A route that was stopped goes on. */
  resume(note: Pick<RouteNote, 'route' | 'by' | 'why'>): Promise<void>;
}

/**
 * Kafka is asked whether it is there as often as for changes (kafka.ts); counting RabbitMQ's queues costs a channel
 * each.
 */
const lookMs = { kafka: 2_000, rabbit: 10_000 } as const;
const answerMs = 10_000;

const open = gauge('leaveline_dead_letters_open', 'Dead letters neither replayed nor closed, wherever they lie.', [
  'stage',
  'reason',
]);
const lying = gauge('leaveline_dead_letter_queue_messages', 'Messages in the queues of what was given up.', ['queue']);

interface Tails {
  readonly ledger: Ledger;
  readonly stopped: StoppedRoutes;
  readonly tails: readonly Tail[];
}

/**
 * Follows letters and decisions. Kafka's are read from the beginning, then as they come. RabbitMQ's queues are counted
 * every ten seconds, which nobody notices, and looked through only when a count is another one.
 */
export class LettersFollower implements LettersView {
  readonly #desk: Desk;
  readonly #looks: readonly Repeated[];
  /** What was read to its end last. */
  #read: Tails | undefined;
  #following: Tails | undefined;
  #connection: AmqpConnection | undefined;
  #inQueues: InQueues = { letters: [], unseen: {} };
  #counts = '';
  #rabbit = false;
  #looking: Promise<void> = Promise.resolve();

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#looks = [
      repeating(() => this.#lookAtKafka(), { everyMs: lookMs.kafka }),
      repeating(() => this.#lookAtRabbit(), { everyMs: lookMs.rabbit }),
    ];
  }

  known(): KnownLetters | null {
    if (!this.#read) return null;
    const { letters, unseen } = this.#inQueues;
    const { ledger, stopped } = this.#read;
    return {
      entries: ledger.entries(letters),
      unseen,
      leftOut: ledger.leftOut,
      stopped: stopped.list(),
      rabbit: this.#rabbit,
    };
  }

  read(entry: Entry, by: string): Promise<KafkaRecord | undefined> {
    this.#desk.log.info({ by, letter: entry.place }, 'the content of a dead letter is shown');
    return withTimeout(readLetter(this.#desk, entry), answerMs, 'Kafka or RabbitMQ');
  }

  async decide(entries: readonly Entry[], decision: Decision, told: Told): Promise<void> {
    await decide(this.#desk, entries, decision, (entry, fault) => {
      // It comes back with the topic; who has decided sees it at once.
      if (fault === null) this.#read?.ledger.takeOperations([ownRecord(entry, decision)]);
      told(entry, fault);
    });
    await this.#lookAtRabbit();
  }

  resume(note: Pick<RouteNote, 'route' | 'by' | 'why'>): Promise<void> {
    return withTimeout(resumeRoute(this.#desk.kafka, note), answerMs, 'Kafka');
  }

  async stop(): Promise<void> {
    await Promise.all(this.#looks.map((look) => look.stop()));
    await this.#looking;
    await stopTails(this.#following);
    await this.#connection?.close();
  }

  /** A tail that broke is not mended: when Kafka has been away, all is read anew, and shown when it has been read. */
  async #lookAtKafka(): Promise<void> {
    try {
      const bounds = await withTimeout(topicBounds(this.#desk.kafka, deadLetterTopic), answerMs, 'Kafka');
      this.#following ??= await this.#follow();
      this.#read?.ledger.expire(new Map([...bounds].map(([partition, { low }]) => [partition, low])));
      this.#show();
    } catch (error) {
      if (this.#following) this.#desk.log.warn({ error: (error as Error).message }, 'dead letters cannot be read');
      await stopTails(this.#following);
      this.#following = undefined;
    }
  }

  async #follow(): Promise<Tails> {
    const { kafka } = this.#desk;
    await ensureOperations(kafka);
    const ledger = new Ledger();
    const from = { from: 'beginning' } as const;
    const stopped = new StoppedRoutes();
    function take(records: readonly KafkaRecord[]) {
      ledger.takeOperations(records);
      stopped.take(records);
    }
    const tails = [await tail(kafka, operationsTopic, take, from)];
    tails.push(await tail(kafka, deadLetterTopic, (records) => ledger.takeLetters(records), from));
    const following = { ledger, stopped, tails };
    Promise.all(tails.map(({ caughtUp }) => caughtUp)).then(
      () => {
        this.#read = following;
        this.#show();
      },
      () => undefined,
    );
    return following;
  }

  /** One look at a time: two would hide the messages from each other. */
  #lookAtRabbit(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#lookOnce()).then(() => this.#show());
    return this.#looking;
  }

  async #lookOnce(): Promise<void> {
    try {
      const connection = await this.#connected();
      const counts = await withTimeout(countBoxes(this.#desk, connection), answerMs, 'RabbitMQ');
      for (const [queue, count] of counts) lying.set({ queue }, count);
      if (this.#rabbit && JSON.stringify(counts) === this.#counts) return;
      this.#inQueues = await lookInQueues(this.#desk, connection);
      this.#counts = JSON.stringify(counts);
      this.#rabbit = true;
    } catch (error) {
      if (this.#rabbit) this.#desk.log.warn({ error: (error as Error).message }, 'RabbitMQ does not answer');
      this.#rabbit = false;
      this.#connection?.destroy('it does not answer');
      this.#connection = undefined;
    }
  }

  async #connected(): Promise<AmqpConnection> {
    if (this.#connection) return this.#connection;
    const { amqpUrl, log } = this.#desk;
    const connection = await openConnection({ url: amqpUrl, name: 'leaveline api', log });
    this.#connection = connection;
    connection.lost.then(() => {
      if (this.#connection === connection) this.#connection = undefined;
    });
    return connection;
  }

  #show(): void {
    const known = this.known();
    if (!known) return;
    open.reset();
    const counts = countsOf(known.entries.filter(({ state }) => state === 'open'));
    for (const { stage, reason, count } of counts) open.inc({ stage, reason }, count);
    for (const [queue, count] of Object.entries(known.unseen))
      open.inc({ stage: queue, reason: 'not_looked_at' }, count);
  }
}

const ownRecord = (entry: Entry, decision: Decision): Pick<KafkaRecord, 'value'> =>
  operationRecord(entry, decision, Date.now());

const stopTails = (following: Tails | undefined): Promise<unknown> =>
  Promise.all((following?.tails ?? []).map((each) => each.stop()));
