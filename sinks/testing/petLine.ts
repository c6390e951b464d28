import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Serde } from '#lib/avro/serde.ts';
import { withAdmin } from '#lib/kafka/client.ts';
import { openFetcher } from '#lib/kafka/fetcher.ts';
import { removeMember } from '#lib/kafka/groups.ts';
import { partitionFor } from '#lib/kafka/murmur2.ts';
import { readToEnd, topicBounds } from '#lib/kafka/partitionReader.ts';
import { idempotentProducer } from '#lib/kafka/producer.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { ensureTopics } from '#lib/kafka/topics.ts';
import type { Part } from '#lib/role.ts';
import { TimedOut, until } from '#lib/timing.ts';
import type { ValueOf } from '#schemas/fields.ts';
import { joinKey } from '#schemas/keys.ts';
import { deadLetterTopic, flushTopic } from '#schemas/topics.ts';
import { cat, group, newer, newerPet, pet, petSerde, petSink, present } from './pets.ts';
import type { Servers } from './servers.ts';
import type { Seen } from './steps.ts';

/** A record of a pet; `legs` null: a tombstone. */
export interface Sent {
  readonly owner: string;
  readonly name: string;
  readonly legs: number | null;
}

type Named = Pick<Sent, 'owner' | 'name'>;

/** The last value of every key that has one, as the table shows it. */
export function lastOf(sent: readonly Sent[]): Sent[] {
  const byKey = new Map(sent.map((row) => [joinKey([row.owner, row.name]), row]));
  return [...byKey.values()]
    .filter(({ legs }) => legs !== null)
    .sort((a, b) => (a.owner === b.owner ? (a.name < b.name ? -1 : 1) : a.owner < b.owner ? -1 : 1));
}

export const partitions = 3;
const topics = [
  ...[pet.topic, cat.topic].map((topic) => ({ topic, partitions })),
  ...[deadLetterTopic, flushTopic].map((topic) => ({ topic, partitions: 1 })),
];
const names = topics.map(({ topic }) => topic);
const program = join(import.meta.dirname, 'petProcess.ts');

/** Topics, tables and a consumer group for one test, and what is sent and seen. */
export class PetLine {
  readonly #servers: Servers;
  readonly #sinks = new Set<Part>();
  readonly #processes = new Set<ChildProcess>();
  #fatal: unknown;
  readonly serde: Serde;
  readonly #newerSerde: Serde;
  readonly producer: ReturnType<typeof idempotentProducer>;

  static async open(servers: Servers): Promise<PetLine> {
    await makeTopics(servers);
    const line = new PetLine(servers, await petSerde(), await petSerde(newer));
    await line.producer.connect();
    return line;
  }

  private constructor(servers: Servers, serde: Serde, newerSerde: Serde) {
    this.#servers = servers;
    this.serde = serde;
    this.#newerSerde = newerSerde;
    this.producer = idempotentProducer(servers.kafka);
  }

  /** Takes away everything of the test. */
  async end(): Promise<void> {
    for (const part of this.#sinks) await part.stop();
    for (const child of this.#processes) await killed(child);
    await this.producer.disconnect();
    await withAdmin(this.#servers.kafka, (admin) => admin.deleteGroups([group]).catch(() => undefined));
    await dropTopics(this.#servers);
    await this.#servers.db.command('DROP DATABASE IF EXISTS leaveline SYNC');
  }

  async makeTopicsAnew(): Promise<void> {
    await dropTopics(this.#servers);
    await makeTopics(this.#servers);
  }

  /** A sink in this process, by this way to ClickHouse; `seen` is told of the steps of its flushes. */
  async start(version = present, url = this.#servers.url, seen?: Seen): Promise<Part> {
    const part = await petSink(this.#servers.brokers, url, version, seen);
    part.failed?.catch((error) => {
      this.#fatal = error;
    });
    this.#sinks.add(part);
    return part;
  }

  /** A sink in a process of its own, which tells of the steps of its flushes. */
  spawn(env: Readonly<Record<string, string>> = {}): ChildProcess {
    const child = spawn(process.execPath, [program, this.#servers.brokers, this.#servers.url], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#processes.add(child);
    return child;
  }

  /** SIGKILL; the group is told of the death, which it would notice by itself after ten seconds. */
  async kill(child: ChildProcess): Promise<void> {
    await killed(child);
    await this.expel();
  }

  /** Takes all members out of the group, as it does itself when it has not heard of one for ten seconds. */
  async expel(): Promise<void> {
    const { kafka } = this.#servers;
    const { groups } = await withAdmin(kafka, (admin) => admin.describeGroups([group]));
    for (const { memberId } of groups.flatMap(({ members }) => members)) await removeMember(kafka, group, memberId);
  }

  send(...pets: readonly Sent[]): Promise<void> {
    return this.#send(pets, ({ owner, name, legs }) =>
      legs === null ? null : this.serde.encode(pet, { owner, name, legs }),
    );
  }

  async sendCat(owner: string): Promise<void> {
    const message = {
      key: owner,
      value: this.serde.encode(cat, { owner }),
      partition: partitionFor(owner, partitions),
    };
    await this.producer.send({ topic: cat.topic, messages: [message] });
  }

  /** As a newer version writes them. */
  sendNewer(...pets: readonly ValueOf<typeof newerPet.fields>[]): Promise<void> {
    return this.#send(pets, (value) => this.#newerSerde.encode(newerPet, value));
  }

  async #send<T extends Named>(pets: readonly T[], encode: (one: T) => Buffer | null): Promise<void> {
    const messages = pets.map((one) => {
      const key = joinKey([one.owner, one.name]);
      return { key, value: encode(one), partition: partitionFor(key, partitions) };
    });
    await this.producer.send({ topic: pet.topic, messages });
  }

  /** What the table shows; null when it cannot be asked. */
  rows(): Promise<Sent[] | null> {
    const sql = 'SELECT owner, name, toInt32(legs) AS legs FROM leaveline.pets FINAL ORDER BY owner, name';
    return this.#servers.db.query<Sent>(sql).catch(() => null);
  }

  /** Resolves when the table shows exactly these rows. */
  async shows(expected: readonly Sent[], withinMs = 20_000): Promise<void> {
    const wanted = JSON.stringify(expected);
    let found: readonly Sent[] | null = null;
    const seen = until(
      async () => {
        found = await this.#read();
        return JSON.stringify(found) === wanted ? null : 'it shows others';
      },
      { what: 'the rows', everyMs: 20, withinMs },
    );
    await seen.catch((error) => {
      if (error instanceof TimedOut) expect(found).toEqual(expected);
      throw error;
    });
  }

  #read(): Promise<Sent[] | null> {
    if (this.#fatal) throw this.#fatal;
    return this.rows();
  }

  /** The records of a topic of one partition. */
  async readAll(topic: string): Promise<KafkaRecord[]> {
    const { kafka } = this.#servers;
    const found: KafkaRecord[] = [];
    const fetcher = await openFetcher(kafka);
    const from = (await topicBounds(kafka, topic)).get(0)?.low ?? 0n;
    await readToEnd(fetcher, { topic, partition: 0, from }, (records) => {
      for (const record of records) found.push({ ...record, value: record.value && Buffer.from(record.value) });
    });
    await fetcher.close();
    return found;
  }
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

const makeTopics = ({ kafka }: Servers): Promise<void> => withAdmin(kafka, (admin) => ensureTopics(admin, topics));

const dropTopics = ({ kafka }: Servers): Promise<void> =>
  withAdmin(kafka, async (admin) => {
    await admin.deleteTopics({ topics: names });
    const look = async () => ((await admin.listTopics()).some((name) => names.includes(name)) ? 'they stay' : null);
    await until(look, { what: 'the topics to go', everyMs: 20 });
  });
