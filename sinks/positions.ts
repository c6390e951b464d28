import { ConfigError } from '#lib/config.ts';
import type { TopicOffset } from '#lib/kafka/producer.ts';
import { uuidIn } from '#tables/identity.ts';
import { positionsTable } from '#tables/positions.ts';
import type { Table } from '#tables/tables.ts';
import type { ClickHouse } from './clickhouse.ts';

/** How far a table is with a partition, as its own database remembers it. */
export interface Position {
  readonly table: string;
  /** Of the table that was filled; one of the same name may have been made since, or got columns. */
  readonly identity: string;
  readonly topic: string;
  readonly partition: number;
  readonly clusterId: string;
  /** Of the topic. */
  readonly partitions: number;
  readonly nextOffset: bigint;
}

/** What Kafka has now. */
export interface KafkaState {
  readonly clusterId: string;
  readonly topics: ReadonlyMap<string, ReadonlyMap<number, { readonly low: bigint; readonly high: bigint }>>;
}

/** Where a table's topics must be read again from their beginning, because the table or one of its columns is new. */
export interface Rewind {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/**
 * Compares what the tables were filled from with what Kafka has. ConfigError when it is not the same: another cluster,
 * another number of partitions, or a topic that ends before what was already read, which has been made anew. Else where
 * to begin again.
 */
export function checkPositions(
  tables: readonly Table[],
  identities: ReadonlyMap<string, string>,
  positions: readonly Position[],
  kafka: KafkaState,
): Rewind[] {
  const there = positions.filter(({ table, identity }) => uuidIn(identities.get(table) ?? '') === uuidIn(identity));
  const faults = [...new Set(there.flatMap((position) => faultsOf(position, kafka)))];
  if (faults.length > 0) throw new ConfigError(`${faults.join('\n')}\n${remedy}`);
  const current = there.filter(({ table, identity }) => identities.get(table) === identity);
  const known = new Set(current.map(({ topic, partition }) => `${topic}/${partition}`));
  return tables
    .flatMap(({ topics }) => topics)
    .flatMap((topic) =>
      [...(kafka.topics.get(topic) ?? [])].map(([partition, { low }]) => ({ topic, partition, offset: low })),
    )
    .filter(({ topic, partition }) => !known.has(`${topic}/${partition}`));
}

const remedy = [
  'Rows are versioned by offsets, so these tables cannot go on from there.',
  'Set KAFKA_BROKERS and CLICKHOUSE_URL to a pair that belongs together,',
  'or drop the tables named above (DROP DATABASE drops all): they are made and filled anew at the next start.',
].join(' ');

function faultsOf({ table, topic, partition, ...was }: Position, kafka: KafkaState): string[] {
  if (was.clusterId !== kafka.clusterId)
    return [`The table ${table} was filled from the Kafka cluster ${was.clusterId}; this one is ${kafka.clusterId}.`];
  const bounds = kafka.topics.get(topic);
  if (bounds?.size !== was.partitions)
    return [
      `The table ${table} was filled from ${was.partitions} partitions of ${topic}; it has ${bounds?.size ?? 0} now.`,
    ];
  const high = bounds.get(partition)?.high ?? 0n;
  if (high >= was.nextOffset) return [];
  return [
    `The table ${table} was filled from ${topic} partition ${partition} up to offset ${was.nextOffset}; it ends at ${high} now: the topic was made anew.`,
  ];
}

interface PositionRow {
  readonly table_name: string;
  readonly table_uuid: string;
  readonly topic: string;
  readonly partition: number;
  readonly cluster_id: string;
  readonly partitions: number;
  readonly next_offset: string;
}

export async function readPositions(db: ClickHouse): Promise<Position[]> {
  const sql = `SELECT * EXCEPT (_version) REPLACE (toString(next_offset) AS next_offset) FROM \`${db.database}\`.${positionsTable} FINAL`;
  return (await db.query<PositionRow>(sql)).map((row) => ({
    table: row.table_name,
    identity: row.table_uuid,
    topic: row.topic,
    partition: Number(row.partition),
    clusterId: row.cluster_id,
    partitions: Number(row.partitions),
    nextOffset: BigInt(row.next_offset),
  }));
}

/** Writes how far we are; `at` (epoch ms) lets the later word win. */
export async function writePositions(db: ClickHouse, positions: readonly Position[], at: number): Promise<void> {
  const text = (value: string) => `'${value.replace(/[\\']/g, '\\$&')}'`;
  const values = positions.map(
    ({ table, identity, topic, partition, clusterId, partitions, nextOffset }) =>
      `(${text(table)}, ${text(identity)}, ${text(topic)}, ${partition}, ${text(clusterId)}, ${partitions}, ${nextOffset}, ${at})`,
  );
  await db.command(`INSERT INTO \`${db.database}\`.${positionsTable} VALUES ${values.join(', ')}`);
}

/** Which offsets are new among those remembered, as positions of their tables. */
export function positionsAt(
  offsets: readonly TopicOffset[],
  tables: readonly Table[],
  identities: ReadonlyMap<string, string>,
  kafka: KafkaState,
): Position[] {
  return offsets.map(({ topic, partition, offset }) => {
    const table = tables.find(({ topics }) => topics.includes(topic))?.name ?? '';
    const partitions = kafka.topics.get(topic)?.size ?? 0;
    return {
      table,
      identity: identities.get(table) ?? '',
      topic,
      partition,
      clusterId: kafka.clusterId,
      partitions,
      nextOffset: offset,
    };
  });
}
