import { randomUUID } from 'node:crypto';
import type { Kafka } from '#lib/kafka/client.ts';
import { withAdmin } from '#lib/kafka/client.ts';
import { migration } from '#tables/ddl.ts';
import { createPositionsSql } from '#tables/positions.ts';
import type { Table } from '#tables/tables.ts';
import { type View, viewSql } from '#tables/views.ts';
import type { ClickHouse } from './clickhouse.ts';
import { checkPositions, type KafkaState, readPositions } from './positions.ts';
import { type Baseline, identitiesOf } from './progress.ts';

/** Makes database, tables and views as they are defined; ConfigError for what cannot be changed in place. */
export async function prepareTables(db: ClickHouse, tables: readonly Table[], views: readonly View[]): Promise<void> {
  await db.command(`CREATE DATABASE IF NOT EXISTS \`${db.database}\``);
  await db.command(createPositionsSql(db.database));
  const mark = randomUUID().slice(0, 8);
  for (const sql of migration(db.database, tables, await db.tables(), mark)) await db.command(sql);
  for (const view of views) await db.command(viewSql(db.database, view));
}

/** What there is to go on from; ConfigError when tables and Kafka do not belong together. */
export async function readBaseline(db: ClickHouse, kafka: Kafka, tables: readonly Table[]): Promise<Baseline> {
  const state = await readKafka(
    kafka,
    tables.flatMap(({ topics }) => topics),
  );
  const all = await identitiesOf(db);
  const identities = new Map(tables.map(({ name }) => [name, all.get(name) ?? '']));
  const rewinds = checkPositions(tables, identities, await readPositions(db), state);
  return { tables, identities, kafka: state, rewinds };
}

function readKafka(kafka: Kafka, topics: readonly string[]): Promise<KafkaState> {
  return withAdmin(kafka, async (admin) => {
    const { clusterId } = await admin.describeCluster();
    const bounds = new Map<string, Map<number, { low: bigint; high: bigint }>>();
    for (const topic of topics) {
      const offsets = await admin.fetchTopicOffsets(topic);
      const partitions = offsets.map(
        ({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }] as const,
      );
      bounds.set(topic, new Map(partitions));
    }
    return { clusterId, topics: bounds };
  });
}
