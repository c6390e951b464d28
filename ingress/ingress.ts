import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { createPublisher } from '#lib/amqp/publisher.ts';
import type { Serde } from '#lib/avro/serde.ts';
import type { Kafka } from '#lib/kafka/client.ts';
import { createOutlet } from '#lib/kafka/outlet.ts';
import { prepareLine } from '#lib/kafka/prepareLine.ts';
import type { Log } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import { withTimeout } from '#lib/timing.ts';
import { eventTypes } from '#schemas/catalogue.ts';
import { hrDeclarations, parkingQueue } from '#schemas/exchange.ts';
import { deadLetterTopic, eventTopics, publicTopics } from '#schemas/topics.ts';
import { type Bridge, createBridge, type Timing } from './bridge.ts';
import { watchErasures } from './erasure/watch.ts';
import { normaliser } from './normalise.ts';
import type { Step } from './pump.ts';
import { createRouteNotes, type RouteNotes } from './routeNotes.ts';
import type { Route } from './routes.ts';

export interface IngressOptions {
  readonly amqpUrl: string;
  readonly kafka: Kafka;
  readonly serde: Serde;
  readonly routes: readonly Route[];
  /** Of the event topics and the dead letters. */
  readonly partitions: number;
  readonly loginSecret: Buffer;
  readonly log: Log;
  /** So many dead letters among the last twice as many messages stop a route; 0: nothing does. */
  readonly letterLimit: number;
  /** Goes before the names that are ours in RabbitMQ. */
  readonly prefix?: string;
  readonly timing?: Timing;
  onStep?(step: Step): void;
}

/**
 * Starts every route. RabbitMQ's exchange and queues are declared at once, so that it keeps messages while we still
 * wait for Kafka and the registry; consuming begins when the topics are there and every schema has its id.
 */
export function startIngress(options: IngressOptions): Part {
  const { amqpUrl, log, prefix = '', routes } = options;
  const publisher = createPublisher({
    url: amqpUrl,
    log,
    declarations: hrDeclarations(prefix),
    name: 'leaveline ingress parking',
  });
  const parking = { publisher, queue: parkingQueue(prefix) };
  const notes = createRouteNotes({ kafka: options.kafka, log, by: nameOfProcess() });
  const bridges = routes.map((route) => createBridge(bridgeOptions(options, route, parking, notes)));
  const stopping = new AbortController();
  const state: State = { waitingFor: 'starting' };
  const failed = prepareAndOpen(options, { bridges, notes }, state, stopping.signal);
  return {
    ready: () => unready(routes, bridges, state.waitingFor),
    failed,
    stop: async () => {
      stopping.abort();
      await Promise.all([...bridges.map((bridge) => bridge.stop()), soon(state.erasures?.stop())]);
      await Promise.all([publisher.stop(), soon(notes.stop())]);
    },
  };
}

/** What waits for a Kafka that does not answer is left to the end of the process; all of it can be done again. */
const soon = (stopping: Promise<void> | undefined): Promise<void> =>
  withTimeout(Promise.resolve(stopping), 5_000, 'stopping').catch(() => undefined);

/** One process may run it several times, as tests do. */
const nameOfProcess = (): string => `${hostname()}:${process.pid}:${randomUUID().slice(0, 4)}`;

interface Parts {
  readonly bridges: readonly Bridge[];
  readonly notes: RouteNotes;
}

interface State {
  waitingFor: string;
  erasures?: Pick<Part, 'stop'>;
}

const erasureOptions = ({ kafka, serde, log }: IngressOptions) => ({ kafka, serde, log, outlet: createOutlet(kafka) });

const bridgeOptions = (
  options: IngressOptions,
  route: Route,
  parking: Parameters<typeof createBridge>[0]['parking'],
  notes: RouteNotes,
) => ({
  ...options,
  route,
  told: (why: string | null) => notes.tell(route.name, why),
  parking,
  normalise: normaliser(options),
  letters: { bridge: `${hostname()}:${process.pid}`, partitions: options.partitions },
  outlet: createOutlet(options.kafka),
  topics: [...eventTopics(options.partitions).map(({ topic }) => topic), deadLetterTopic],
});

function unready(routes: readonly Route[], bridges: readonly Bridge[], waitingFor: string): string | null {
  if (waitingFor) return waitingFor;
  for (const [at, bridge] of bridges.entries()) {
    const { kind, why } = bridge.state();
    // A queue that its owner has not made yet is nothing to wait for.
    if (kind !== 'open' && kind !== 'absent') return `${routes[at]?.name}: ${kind}, ${why}`;
  }
  return null;
}

/** Rejects only for what waiting cannot mend. */
async function prepareAndOpen(
  options: IngressOptions,
  { bridges, notes }: Parts,
  state: State,
  signal: AbortSignal,
): Promise<never> {
  const { kafka, serde, partitions, log } = options;
  function waiting(why: string) {
    state.waitingFor = why;
  }
  try {
    const line = { kafka, serde, topics: publicTopics(partitions), schemas: eventTypes };
    await prepareLine(line, { log, waiting, signal });
    waiting('');
    for (const bridge of bridges) bridge.open();
    notes.follow(new Map(bridges.map((bridge, at) => [options.routes[at]?.name ?? '', bridge])));
    state.erasures = watchErasures(erasureOptions(options));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return new Promise<never>(() => undefined);
}
