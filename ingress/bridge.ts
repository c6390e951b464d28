import { bodyHash, type LetterOptions, letterOf, needsParking } from '#deadLetters/letter.ts';
import { carried, carriedHeaders } from '#lib/amqp/carried.ts';
import type { Publisher } from '#lib/amqp/publisher.ts';
import {
  type Delivery,
  type QueueLook,
  type Subscription,
  type SubscriptionState,
  subscribe,
} from '#lib/amqp/subscription.ts';
import type { Failure } from '#lib/deadLetter.ts';
import type { Outlet } from '#lib/kafka/outlet.ts';
import type { Log } from '#lib/log.ts';
import type { IdSource } from '#schemas/reader/identity.ts';
import { type AmqpMessage, messageOf } from '#schemas/reader/message.ts';
import type { Entry } from './batch.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import { createHold, type Hold } from './hold.ts';
import { metrics } from './metrics.ts';
import type { Normalise, NormalisedRecord } from './normalise.ts';
import { Pump, type Step } from './pump.ts';
import type { Route } from './routes.ts';

export interface BridgeOptions {
  readonly route: Route;
  readonly amqpUrl: string;
  readonly normalise: Normalise;
  readonly letters: LetterOptions;
  readonly outlet: Outlet;
  /** Every topic that this route writes. */
  readonly topics: readonly string[];
  readonly parking: { readonly publisher: Publisher; readonly queue: string };
  readonly log: Log;
  /** So many dead letters among the last twice as many messages stop the route. */
  readonly letterLimit: number;
  /** The route was stopped for this reason, or goes on (null). */
  told(why: string | null): void;
  readonly timing?: Timing;
  onStep?(step: Step): void;
}

/** In ms; the defaults are those of the parts. */
export interface Timing {
  readonly rpcMs?: number;
  readonly lookMs?: number;
  readonly holdAfterMs?: number;
  readonly probeEveryMs?: number;
  readonly pauseMs?: number;
}

/** One route at work. */
export interface Bridge {
  state(): SubscriptionState;
  /** Begins to consume; until then the queue is only looked at. */
  open(): void;
  /** Reads no more, until it is resumed or a message that is tried after a while is good. */
  stopFor(why: string): void;
  resume(): void;
  /** Finishes the batch in flight, gives the rest back, closes. */
  stop(): Promise<void>;
}

/** Connects a queue to Kafka; consuming waits for `open`. */
export function createBridge(options: BridgeOptions): Bridge {
  const { route, outlet, log, timing = {} } = options;
  const subscription: Subscription = subscribe({
    url: options.amqpUrl,
    name: `leaveline ingress ${route.name}`,
    queue: route.queue,
    log,
    ...timing,
    prepare: (connection) => route.prepare(connection, log),
    onDelivery: (delivery) => pump.take(delivery),
    settle: () => pump.settle(),
    onLook: (look) => measureQueue(route, look),
  });
  subscription.hold('waiting for Kafka and the schema registry');
  const { hold, breaker } = stopsOf(options, subscription);
  const pump = pumpOf(options, subscription, { hold, breaker });
  return {
    state: () => subscription.state(),
    open: () => subscription.release(),
    stopFor: (why) => breaker.stop(why),
    resume: () => breaker.resume(),
    stop: async () => {
      await pump.stop();
      await Promise.all([hold.stop(), breaker.close()]);
      await subscription.stop();
      await outlet.close();
    },
  };
}

interface Stops {
  readonly hold: Hold;
  readonly breaker: Breaker;
}

const pumpOf = (options: BridgeOptions, subscription: Subscription, { hold, breaker }: Stops): Pump =>
  new Pump({
    route: options.route.name,
    outlet: options.outlet,
    ...options.timing,
    encode: encoder(options),
    refused: (entry, error) => refusedEntry(options, entry, error),
    park: (entry) => park(options, entry),
    isCurrent: (delivery) => subscription.isCurrent(delivery),
    ack: (last) => {
      hold.succeeded();
      return subscription.ack(last);
    },
    hold: (why) => hold.begin(why),
    admits: (entries) => breaker.admits(entries),
    moved: (entries) => breaker.moved(entries),
    ...(options.onStep ? { onStep: options.onStep } : {}),
  });

/** What keeps a route from being read: Kafka that is away, and too many dead letters. */
function stopsOf({ route, outlet, topics, timing, ...options }: BridgeOptions, subscription: Subscription): Stops {
  const { log, letterLimit, told } = options;
  const breaker = createBreaker({ route: route.name, subscription, log, letterLimit, told, ...timing });
  const unlessStopped = {
    hold: (why: string) => subscription.hold(why),
    release: () => breaker.isStopped() || subscription.release(),
  };
  const holding = { route: route.name, subscription: unlessStopped, log, probe: () => outlet.probe(topics), ...timing };
  return { breaker, hold: createHold(holding) };
}

function measureQueue({ name }: Route, { messages, consumers }: QueueLook): void {
  metrics.queueMessages.set({ route: name }, messages);
  metrics.queueConsumers.set({ route: name }, consumers);
}

/**
 * A bug that one message meets must not stop all others: it becomes a dead letter, to be replayed when it is mended.
 */
function encoder(options: BridgeOptions) {
  const warned = new Set<string>();
  return (delivery: Delivery): Entry => {
    const message = messageOf(delivery, options.route.queue);
    try {
      const outcome = options.normalise(message, options.route);
      if (outcome.kind === 'dead') return letterEntry(options, delivery, message, outcome);
      if (outcome.kind !== 'ok') throw new Error(`unexpected outcome ${outcome.kind}`);
      countUndeclared(options.log, warned, outcome.value);
      if (isInDoubt(message, outcome.value)) metrics.identityInDoubt.inc({ route: options.route.name });
      return { delivery, message, record: outcome.value, outcome: 'ok' };
    } catch (error) {
      options.log.error({ err: error, route: options.route.name }, 'a message could not be read because of a bug');
      return letterEntry(options, delivery, message, { reason: 'bridge_error', detail: String(error) });
    }
  };
}

/** It may have been stored under another identity, by a process that knew it: then it counts twice. */
const isInDoubt = ({ identity }: AmqpMessage, { headers }: NormalisedRecord): boolean =>
  identity.inDoubt && headers.ce_idsource === ('delivery' satisfies IdSource);

function letterEntry(options: BridgeOptions, delivery: Delivery, message: AmqpMessage, failure: Failure): Entry {
  const record = letterOf(message, failure, options.letters);
  const entry = { delivery, message, record, outcome: failure.reason };
  return needsParking(message) ? { ...entry, park: failure } : entry;
}

/** Kafka takes less than we thought: an event becomes a dead letter, a dead letter is cut short and its body parked. */
function refusedEntry(options: BridgeOptions, entry: Entry, error: Error): Entry {
  const failure = { reason: 'too_large', detail: `Kafka refused it: ${error.message}` };
  if (entry.outcome === 'ok') return letterEntry(options, entry.delivery, entry.message, failure);
  return { ...entry, park: failure, record: letterOf(entry.message, failure, options.letters, true) };
}

async function park({ parking, route }: BridgeOptions, { message, park: failure }: Entry): Promise<void> {
  const headers = {
    ...carriedHeaders(message.properties.headers),
    'x-parked-sha256': bodyHash(message.body),
    'x-parked-reason': failure?.reason,
    'x-parked-exchange': message.exchange,
    'x-parked-routing-key': message.routingKey,
    'x-parked-queue': message.queue,
  };
  await parking.publisher.publish('', parking.queue, message.body, { ...carried(message.properties), headers });
  metrics.parked.inc({ route: route.name });
}

const mostWarnings = 1_000;

function countUndeclared(
  log: Log,
  warned: Set<string>,
  { type, undeclared }: { type: string; undeclared: readonly string[] },
): void {
  if (undeclared.length === 0) return;
  metrics.undeclared.inc({ type }, undeclared.length);
  const fresh = undeclared.filter((field) => !warned.has(`${type} ${field}`));
  if (fresh.length === 0 || warned.size > mostWarnings) return;
  for (const field of fresh) warned.add(`${type} ${field}`);
  log.warn(
    { type, fields: fresh.map((field) => field.slice(0, 100)) },
    'fields that the event type does not have are left out',
  );
}
