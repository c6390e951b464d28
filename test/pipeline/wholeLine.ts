import { randomUUID } from 'node:crypto';
import { createDriver, type Driver } from '#engine/driver.ts';
import { normaliser } from '#ingress/normalise.ts';
import { type Route, routes } from '#ingress/routes.ts';
import { memoryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { derivedRecords, eventTypes } from '#schemas/catalogue.ts';
import type { AmqpMessage } from '#schemas/reader/message.ts';
import { statistics } from '#statistics/catalogue.ts';
import { buildTopology } from '#streams/topology.ts';
import { type Table, tables } from '#tables/tables.ts';
import { kyiv } from './lineUnderTest.ts';

type Row = Readonly<Record<string, unknown>>;

/** What became of a message at the door. */
export type Reception = 'ok' | { readonly dead: string };

/** RabbitMQ's messages in, ClickHouse's rows out; everything between is the code that runs in production. */
export interface WholeLine {
  /** A message as RabbitMQ delivers it, on the route of that name. */
  deliver(route: string, body: string | Buffer, properties?: AmqpMessage['properties']): Reception;
  /** The rows of a table once everything has been processed. */
  rows(table: string): Promise<readonly Row[]>;
}

const partitions = 4;

export async function wholeLine(now: number): Promise<WholeLine> {
  const serde = new Serde(memoryIds());
  await serde.register([...eventTypes, ...derivedRecords, ...statistics.map(({ row }) => row)]);
  const driver = await createDriver(buildTopology({ generation: 1, company: kyiv }, serde), { partitions, now });
  const normalise = normaliser({ serde, partitions, loginSecret: Buffer.from('a secret of the tests') });
  const held = new Map(tables.map((table) => [table.name, new Map<string, Row>()]));
  return {
    deliver: (name, body, properties = {}) => {
      const outcome = normalise(messageOn(name, body, properties, now), routeNamed(name));
      if (outcome.kind !== 'ok') return { dead: outcome.kind === 'dead' ? outcome.reason : outcome.kind };
      const { topic, key, value, headers } = outcome.value;
      const [partitionBy = key] = key.split('/');
      driver.pipe(topic, key, value, { headers, partitionBy });
      return 'ok';
    },
    rows: async (name) => {
      await driver.commit();
      for (const table of tables) sink(driver, serde, table, held.get(table.name) ?? new Map());
      return [...(held.get(name)?.values() ?? [])];
    },
  };
}

function routeNamed(name: string): Route {
  const route = routes().find((candidate) => candidate.name === name);
  if (!route) throw new Error(`no route ${name}`);
  return route;
}

const messageOn = (
  queue: string,
  body: string | Buffer,
  properties: AmqpMessage['properties'],
  receivedAt: number,
): AmqpMessage => ({
  body: Buffer.from(body as string),
  properties,
  exchange: '',
  routingKey: queue,
  queue,
  redelivered: false,
  receivedAt,
  identity: { id: randomUUID(), receivedAt, inDoubt: false },
});

/** What the sink does: the newest version of each key stays, a tombstone takes it away. */
function sink(driver: Driver, serde: Serde, table: Table, rows: Map<string, Row>): void {
  for (const topic of table.topics)
    for (const record of driver.read(topic)) {
      const key = JSON.stringify(table.keyOf(record.key));
      if (record.value === null) rows.delete(key);
      else rows.set(key, rowOf(table, serde, record, record.value));
    }
}

function rowOf(table: Table, serde: Serde, record: KafkaRecord, value: Buffer): Row {
  const decoded = serde.decode(value);
  return Object.fromEntries(table.columns.map(({ name, from }) => [name, from(decoded, record)]));
}
