import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { ConfigError } from '#lib/config.ts';
import type { Kafka } from '#lib/kafka/client.ts';
import { createKafka, withAdmin } from '#lib/kafka/client.ts';
import { silentLog } from '#lib/log.ts';
import { until } from '#lib/timing.ts';
import { httpReady } from '../httpReady.ts';
import { startKafka } from '../kafka.ts';
import type { LocalPart } from '../part.ts';
import { freePort } from '../ports.ts';
import { Registry } from './registry.ts';
import { SchemasLog } from './schemasLog.ts';
import { type RunningRegistry, startRegistry } from './start.ts';
import { State } from './state.ts';
import { ensureSchemasTopic } from './topic.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'registry-'));
const children: ChildProcess[] = [];
const registries: RunningRegistry[] = [];
const closing: (() => Promise<void>)[] = [];
let kafkaPort = 0;
let kafka: LocalPart;

const launchKafka = () => startKafka({ dataDir, port: kafkaPort, progress: () => undefined });

beforeAll(async () => {
  kafkaPort = await freePort();
  kafka = await launchKafka();
}, 120_000);

afterEach(async () => {
  for (const child of children.splice(0)) await ended(child, 'SIGKILL');
  for (const registry of registries.splice(0)) await registry.stop();
  for (const close of closing.splice(0)) await close();
});

afterAll(async () => {
  await kafka.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

async function inProcess(): Promise<RunningRegistry> {
  const registry = await startRegistry({ brokers: [kafka.address], port: 0, log: silentLog });
  registries.push(registry);
  return registry;
}

function launch(port: number, brokers = kafka.address): ChildProcess {
  const env = { ...process.env, KAFKA_BROKERS: brokers, REGISTRY_PORT: String(port) };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, 'exit');
  child.kill(signal);
  return (await exit)[0];
}

const serving = (url: string) => until(() => httpReady(url), { what: 'the registry', withinMs: 20_000, everyMs: 50 });

interface Answer {
  readonly id?: number;
  readonly error_code?: number;
  readonly message?: string;
}

async function register(url: string, subject: string, schema: unknown): Promise<Answer> {
  const body = JSON.stringify({ schema: JSON.stringify(schema) });
  const headers = { 'content-type': 'application/vnd.schemaregistry.v1+json' };
  const response = await fetch(`${url}/subjects/${subject}/versions`, { method: 'POST', headers, body });
  return (await response.json()) as Answer;
}

const textOf = async (url: string, id: number): Promise<string> =>
  ((await (await fetch(`${url}/schemas/ids/${id}`)).json()) as { schema: string }).schema;

const recordNamed = (name: string) => ({ type: 'record', name, fields: [{ name: 'x', type: 'int' }] });

/** Registers new schemas, four at a time, until told to stop or the registry is gone; notes what was acknowledged. */
const load = (url: string, run: string, acknowledged: Map<string, number>, stopped = () => false) =>
  Promise.all(
    [0, 1, 2, 3].map(async (lane) => {
      for (let count = 0; !stopped(); count++) {
        const name = `${run}_${lane}_${count}`;
        const answer = await register(url, name, recordNamed(name)).catch(() => null);
        if (answer === null) return;
        if (answer.id !== undefined) acknowledged.set(name, answer.id);
      }
    }),
  );

describe('a registry that is killed', () => {
  test('loses no id that it has acknowledged, and gives none away twice', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const acknowledged = new Map<string, number>();
    for (const run of ['first', 'second', 'third']) {
      const child = launch(port);
      await serving(url);
      const before = acknowledged.size;
      const loading = load(url, run, acknowledged);
      await until(() => (acknowledged.size >= before + 25 ? null : 'loading'), {
        what: 'load',
        withinMs: 20_000,
        everyMs: 5,
      });
      await ended(child, 'SIGKILL');
      await loading;
    }
    launch(port);
    await serving(url);
    expect(new Set(acknowledged.values()).size).toBe(acknowledged.size);
    for (const [name, id] of acknowledged) {
      expect(await textOf(url, id)).toBe(JSON.stringify(recordNamed(name)));
      expect(await register(url, name, recordNamed(name))).toEqual({ id });
    }
  }, 60_000);

  test('ends with code 0 on SIGTERM, also while it waits for Kafka', async () => {
    const port = await freePort();
    const child = launch(port);
    await serving(`http://127.0.0.1:${port}`);
    expect(await ended(child, 'SIGTERM')).toBe(0);
    const waiting = launch(port, `127.0.0.1:${await freePort()}`);
    const [line] = await once(waiting.stdout ?? waiting, 'data');
    expect(String(line)).toMatch(/waiting for Kafka at 127.0.0.1/);
    expect(await ended(waiting, 'SIGTERM')).toBe(0);
  }, 30_000);
});

describe('a second writer', () => {
  test('on this machine is refused with the remedy, and the first goes on', async () => {
    const { url } = await inProcess();
    await expect(inProcess()).rejects.toThrow(ConfigError);
    const child = launch(await freePort());
    const [text] = await once(child.stderr ?? child, 'data');
    expect(String(text)).toMatch(/Another schema registry of this machine writes .* set SCHEMA_REGISTRY_URL/);
    await until(() => (child.exitCode === null ? 'running' : null), { what: 'its end', withinMs: 5_000 });
    expect(child.exitCode).toBe(2);
    expect((await register(url, 'first', recordNamed('First'))).id).toBeGreaterThan(0);
  }, 30_000);

  test('elsewhere is noticed: nothing is written any more, reading goes on', async () => {
    const { url } = await inProcess();
    const { id = 0 } = await register(url, 'mine', recordNamed('Mine'));
    const producer = createKafka({ brokers: [kafka.address], clientId: 'other', log: silentLog }).producer();
    await producer.connect();
    await producer.send({ topic: '_schemas', messages: [{ key: '{"keytype":"NOOP","magic":0}', value: null }] });
    await producer.disconnect();
    expect(await register(url, 'mine', recordNamed('Mine'))).toEqual({ id });
    expect(await register(url, 'mine', recordNamed('Theirs'))).toMatchObject({
      error_code: expect.any(Number),
    });
    const answer = await register(url, 'mine2', recordNamed('Mine2'));
    expect(answer).toMatchObject({ error_code: 50001, message: expect.stringMatching(/another program writes/) });
    expect(await textOf(url, id)).toBe(JSON.stringify(recordNamed('Mine')));
  }, 30_000);
});

describe('Kafka that is killed', () => {
  test('ends neither the registry nor its reading; writing fails with a reason until Kafka is back', async () => {
    const { url } = await inProcess();
    const { id = 0 } = await register(url, 'kept', recordNamed('Kept'));
    kafka.signal('SIGKILL');
    await kafka.exited;
    const away = await register(url, 'away', recordNamed('Away'));
    expect(away).toMatchObject({ error_code: expect.any(Number), message: expect.stringMatching(/Kafka/) });
    expect([50001, 50002]).toContain(away.error_code);
    expect(await textOf(url, id)).toBe(JSON.stringify(recordNamed('Kept')));
    kafka = await launchKafka();
    async function back() {
      const answer = await register(url, 'back', recordNamed('Back'));
      return answer.id === undefined ? String(answer.message) : null;
    }
    await until(back, { what: 'the registry to write again', withinMs: 30_000 });
    expect(await register(url, 'kept', recordNamed('Kept'))).toEqual({ id });
    expect(await register(url, 'kept2', recordNamed('Kept'))).toEqual({ id });
  }, 90_000);
});

describe('Kafka that is killed under load', () => {
  test('leaves every acknowledged id as it was, and no id with two schemas', async () => {
    const { url } = await inProcess();
    const acknowledged = new Map<string, number>();
    const state = { stopped: false };
    const loading = load(url, 'storm', acknowledged, () => state.stopped);
    function more(count: number) {
      const enough = acknowledged.size + count;
      const look = () => (acknowledged.size >= enough ? null : 'loading');
      return until(look, { what: 'load', withinMs: 40_000, everyMs: 2 });
    }
    for (const count of [20, 37]) {
      await more(count);
      kafka.signal('SIGKILL');
      await kafka.exited;
      kafka = await launchKafka();
    }
    await more(20);
    state.stopped = true;
    await loading;
    const all = (await (await fetch(`${url}/schemas?deleted=true`)).json()) as { id: number; schema: string }[];
    const texts = Map.groupBy(all, ({ id }) => id);
    expect([...texts.values()].filter((same) => new Set(same.map(({ schema }) => schema)).size > 1)).toEqual([]);
    for (const [name, id] of acknowledged) expect(await textOf(url, id)).toBe(JSON.stringify(recordNamed(name)));
  }, 120_000);
});

describe('an answer of Kafka that is lost', () => {
  /** A client whose next record is written, and whose sender is told that it was not. */
  function losing(client: Kafka): () => void {
    const state = { lose: false };
    const real = client.producer.bind(client);
    client.producer = (options) => {
      const producer = real(options);
      const send: typeof producer.send = async (what) => {
        const sent = await producer.send(what);
        if (!state.lose) return sent;
        state.lose = false;
        throw new Error('connection lost');
      };
      return { ...producer, send };
    };
    return () => {
      state.lose = true;
    };
  }

  test('does not lead to one id for two schemas', async () => {
    const client = createKafka({ brokers: [kafka.address], clientId: 'test', log: silentLog });
    const loseNext = losing(client);
    const state = new State();
    const log = new SchemasLog(client, state, silentLog);
    closing.push(() => log.close());
    const registry = new Registry(state, log);
    await withAdmin(client, ensureSchemasTopic);
    await log.open();
    loseNext();
    const proposals = ['Lost', 'Next'].map((name) => ({ schema: JSON.stringify(recordNamed(name)) }));
    const answers = await Promise.allSettled(proposals.map((proposal) => registry.register('lost', proposal)));
    expect(answers).toMatchObject([{ reason: { code: 50001 } }, { reason: { code: 40901 } }]);
    loseNext();
    const others = await Promise.allSettled(proposals.map((proposal, at) => registry.register(`lost${at}`, proposal)));
    expect(others.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(new Set(state.all('all').map(({ id }) => id)).size).toBe(
      new Set(state.all('all').map(({ schema }) => schema)).size,
    );
  }, 30_000);
});

describe('many writers at once', () => {
  test('the same schema has one id in all subjects, and the versions of a subject are numbered without gaps', async () => {
    const { url } = await inProcess();
    const same = await Promise.all(
      Array.from({ length: 20 }, (_, at) => register(url, `same${at}`, recordNamed('Same'))),
    );
    expect(new Set(same.map(({ id }) => id)).size).toBe(1);
    const docs = Array.from({ length: 20 }, (_, at) => ({ ...recordNamed('Many'), doc: `${at}` }));
    const many = await Promise.all(docs.map((schema) => register(url, 'many', schema)));
    expect(new Set(many.map(({ id }) => id)).size).toBe(20);
    const versions = await (await fetch(`${url}/subjects/many/versions`)).json();
    expect(versions).toEqual(docs.map((_, at) => at + 1));
  }, 30_000);
});

describe('the client @kafkajs/confluent-schema-registry', () => {
  test('registers with a level of its own, encodes, and another instance decodes; an incompatible schema is refused', async () => {
    const { url } = await inProcess();
    const writer = new SchemaRegistry({ host: url });
    const reader = new SchemaRegistry({ host: url });
    const options = { subject: 'client-value', compatibility: COMPATIBILITY.FULL_TRANSITIVE };
    const schema = (type: string) => ({
      type: SchemaType.AVRO as const,
      schema: JSON.stringify({ type: 'record', name: 'Client', namespace: 'c', fields: [{ name: 'x', type }] }),
    });
    const { id } = await writer.register(schema('long'), options);
    expect((await writer.register(schema('long'), options)).id).toBe(id);
    expect(await reader.decode(await writer.encode(id, { x: 42 }))).toMatchObject({ x: 42 });
    expect(await reader.getLatestSchemaId('client-value')).toBe(id);
    expect(await reader.getRegistryIdBySchema('client-value', schema('long'))).toBe(id);
    await expect(writer.register(schema('string'), options)).rejects.toThrow(/incompatible/);
  }, 30_000);
});

/** Last, for it takes the topic away. */
describe('the topic _schemas', () => {
  const again = (partitions: number, policy: string, maxBytes = 1_000_000) =>
    withAdmin(createKafka({ brokers: [kafka.address], clientId: 'test', log: silentLog }), async (admin) => {
      await admin.deleteTopics({ topics: ['_schemas'] });
      const configEntries = [
        { name: 'cleanup.policy', value: policy },
        { name: 'max.message.bytes', value: String(maxBytes) },
      ];
      const topics = [{ topic: '_schemas', numPartitions: partitions, configEntries }];
      const made = () => admin.createTopics({ topics, waitForLeaders: true }).then(() => null, String);
      await until(made, { what: 'the topic', withinMs: 10_000 });
    });

  test('that is emptied under a running registry ends it, so that it starts anew instead of giving ids away twice', async () => {
    const { url, failed } = await inProcess();
    expect((await register(url, 'gone', recordNamed('Gone'))).id).toBeGreaterThan(0);
    await again(1, 'compact');
    await expect(failed).rejects.toThrow(/data deleted/);
  }, 30_000);

  test('with more than one partition, or not compacted alone, is refused', async () => {
    await again(2, 'compact');
    await expect(inProcess()).rejects.toThrow(/_schemas has 2 partitions, 1 are needed/);
    await again(1, 'compact,delete');
    await expect(inProcess()).rejects.toThrow(/cleanup.policy=compact,delete, which would delete schemas/);
  }, 30_000);

  test('that does not take so large a schema says so, and takes the next', async () => {
    await again(1, 'compact', 2_000);
    const { url } = await inProcess();
    const large = { ...recordNamed('Large'), doc: 'x'.repeat(10_000) };
    expect(await register(url, 'large', large)).toMatchObject({ error_code: 42209 });
    expect(await register(url, 'large', recordNamed('Large'))).toEqual({ id: 1 });
  }, 30_000);
});
