import { randomUUID } from 'node:crypto';
import { createPublisher, type Publisher } from '#lib/amqp/publisher.ts';
import { amqpUrl, onChannel } from '#lib/amqp/testing/broker.ts';
import { registryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import type { Kafka } from '#lib/kafka/client.ts';
import { createKafka, withAdmin } from '#lib/kafka/client.ts';
import { tail } from '#lib/kafka/partitionReader.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { silentLog } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { hrDeclarations, hrExchange, hrQueue, parkingQueue } from '#schemas/exchange.ts';
import { deadLetterTopic, publicTopics } from '#schemas/topics.ts';
import type { Timing } from '../bridge.ts';
import { startIngress } from '../ingress.ts';
import type { Step } from '../pump.ts';
import { foreignRoute, type Route, routes } from '../routes.ts';
import userRegistered from '../translators/user_registered.ts';
import { serdeForTests } from './serde.ts';

/** Names that keep one test apart from all others on a shared broker. */
export interface Names {
  readonly prefix: string;
  /** Stands for `user_registered`. */
  readonly foreign: string;
  /** The CloudEvents source of its events. */
  readonly source: string;
}

export function newNames(): Names {
  const unique = randomUUID().slice(0, 8);
  return { prefix: `test.${unique}.`, foreign: `test.${unique}.user_registered`, source: `/test/${unique}` };
}

export interface IngressUnderTest {
  readonly brokers: readonly string[];
  readonly names: Names;
  readonly url?: string;
  /** Default one in memory. */
  readonly registryUrl?: string;
  readonly timing?: Timing;
  /** Default: that of the setting. */
  readonly letterLimit?: number;
  readonly onStep?: (step: Step) => void;
}

const testRoutes = ({ prefix, foreign }: Names): Route[] => [
  ...routes(prefix).slice(0, 1),
  foreignRoute({ ...userRegistered, queue: foreign }),
];

/** An ingress in this process, with names of its own; schema ids are the same in every process. */
export async function startForTest(underTest: IngressUnderTest): Promise<Part> {
  const { brokers, names, url = amqpUrl, registryUrl, timing, letterLimit = 2_000, onStep } = underTest;
  return startIngress({
    amqpUrl: url,
    kafka: createKafka({ brokers, clientId: 'ingress-test', log: silentLog }),
    serde: registryUrl ? new Serde(registryIds(registryUrl)) : await serdeForTests(),
    routes: testRoutes(names),
    prefix: names.prefix,
    partitions: 4,
    loginSecret: Buffer.from('a secret for tests'),
    log: silentLog,
    letterLimit,
    ...(timing ? { timing } : {}),
    ...(onStep ? { onStep } : {}),
  });
}

export const publisherFor = ({ prefix }: Names, url = amqpUrl): Publisher =>
  createPublisher({ url, log: silentLog, declarations: hrDeclarations(prefix) });

/** An event as our services publish it; `person` is the key, `at` its place in the order. */
export function eventOf({ source }: Names, person: string, at: number) {
  const data = { employeeId: person, requestId: `${person}-${at}`, decidedBy: 'boss' };
  const time = new Date(Date.now() - 60_000 + at).toISOString();
  const type = 'vacation.request.approved';
  return { specversion: '1.0', id: randomUUID(), source, type, time, subject: person, data };
}

export const publishEvent = (publisher: Publisher, { prefix }: Names, event: { id: string; type: string }) =>
  publisher.publish(hrExchange(prefix), event.type, Buffer.from(JSON.stringify(event)), {
    contentType: 'application/cloudevents+json',
    messageId: event.id,
  });

/** Every record of a topic; none while a broker that has just started, or a topic just made, has no leaders yet. */
export async function readTopic(kafka: Kafka, topic: string): Promise<KafkaRecord[]> {
  const records: KafkaRecord[] = [];
  const take = (some: readonly KafkaRecord[]) => void records.push(...some);
  const following = await tail(kafka, topic, take, { from: 'beginning' }).catch(unlessLeaderless);
  if (!following) return [];
  await following.caughtUp;
  await following.stop();
  return records;
}

function unlessLeaderless(error: { type?: string }): undefined {
  if (!/LEADER|UNKNOWN_TOPIC/.test(error.type ?? '')) throw error;
}

/** The dead letters of one test's queues. */
export const lettersOf = async (kafka: Kafka, { prefix }: Names): Promise<KafkaRecord[]> =>
  (await readTopic(kafka, deadLetterTopic)).filter(({ headers }) => headers.amqp_queue?.startsWith(prefix));

/** What went in against what came out, after deduplication by id. */
export interface Verdict {
  readonly lost: readonly string[];
  readonly unexpected: readonly string[];
  readonly duplicates: number;
  /** Keys whose events, copies aside, are not in the order in which they were published. */
  readonly disordered: readonly string[];
}

export async function check(
  kafka: Kafka,
  names: Names,
  published: readonly { id: string; subject: string }[],
): Promise<Verdict> {
  const records = (await readTopic(kafka, 'hr.vacations')).filter(({ headers }) => headers.ce_source === names.source);
  const order = new Map(published.map(({ id }, at) => [id, at]));
  const seen = new Map<string, number[]>();
  const ids = new Set<string>();
  for (const { headers } of records) {
    const id = headers.ce_id ?? '';
    if (ids.has(id)) continue;
    ids.add(id);
    const person = headers.ce_subject ?? '';
    seen.set(person, [...(seen.get(person) ?? []), order.get(id) ?? -1]);
  }
  return {
    lost: published.filter(({ id }) => !ids.has(id)).map(({ id }) => id),
    unexpected: [...ids].filter((id) => !order.has(id)),
    duplicates: records.length - ids.size,
    disordered: [...seen]
      .filter(([, places]) => places.some((place, at) => place < (places[at - 1] ?? -1)))
      .map(([key]) => key),
  };
}

export const isReady = (part: Part) =>
  eventually(() => (part.ready() === null ? true : undefined), 'ingress is ready', 60_000);

/** Where the events of one test go in, and where they come out. */
export interface Ground {
  readonly kafka: Kafka;
  readonly names: Names;
  readonly publisher: Publisher;
}

const people = Array.from({ length: 10 }, (_, at) => `p${at}`);

/** Events of ten people, in order. */
export const eventsOf = (names: Names, count: number) =>
  Array.from({ length: count }, (_, at) => eventOf(names, `p${at % people.length}`, at));

/** Publishes them, in order; resolves with them when RabbitMQ has confirmed all. */
export async function publishMany({ names, publisher }: Ground, count: number) {
  const events = eventsOf(names, count);
  await Promise.all(events.map((event) => publishEvent(publisher, names, event)));
  return events;
}

/**
 * Waits until nothing published so far is still on its way, and compares. That all events are in Kafka does not tell
 * it: after a crash copies may yet come. But queue and partition keep order: once a last event of each person is in
 * Kafka, so is all that lay before it.
 */
export async function verdictOn(ground: Ground, events: readonly { id: string; subject: string }[]): Promise<Verdict> {
  const { kafka, names, publisher } = ground;
  const last = people.map((person) => eventOf({ ...names, source: `${names.source}/last` }, person, 0));
  await Promise.all(last.map((event) => publishEvent(publisher, names, event)));
  async function haveArrived() {
    const ids = new Set((await readTopic(kafka, 'hr.vacations')).map(({ headers }) => headers.ce_id));
    return last.every(({ id }) => ids.has(id)) ? true : undefined;
  }
  await eventually(haveArrived, 'the last event of each person in Kafka', 40_000);
  return check(kafka, names, events);
}

/** Waits for so many dead letters of the test. */
export const lettersFound = ({ kafka, names }: Ground, count: number): Promise<KafkaRecord[]> =>
  eventually(
    async () => {
      const found = await lettersOf(kafka, names);
      return found.length >= count ? found : undefined;
    },
    `${count} dead letters`,
    40_000,
  );

export const messagesIn = (queue: string, url = amqpUrl): Promise<number> =>
  onChannel(async (channel) => (await channel.checkQueue(queue)).messageCount, url);

/** Removes what a test has declared. */
export const removeNames = ({ prefix, foreign }: Names): Promise<void> =>
  onChannel(async (channel) => {
    for (const queue of [hrQueue(prefix), parkingQueue(prefix), foreign]) await channel.deleteQueue(queue);
    for (const { name } of hrDeclarations(prefix).exchanges) await channel.deleteExchange(name);
  });

/** alterConfigs replaces all settings of the topic: the others have to be said again. */
export const setMaxBytes = (kafka: Kafka, topic: string, bytes: number): Promise<void> =>
  withAdmin(kafka, async (admin) => {
    const settings = publicTopics(4).find((spec) => spec.topic === topic)?.config;
    const entries = Object.entries({ ...settings, 'max.message.bytes': String(bytes) });
    const configEntries = entries.map(([name, value]) => ({ name, value: String(value) }));
    await admin.alterConfigs({ validateOnly: false, resources: [{ type: 2, name: topic, configEntries }] });
  });
