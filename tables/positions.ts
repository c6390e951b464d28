/** Where the sinks remember how far each table is, in its own database; `table_uuid` is the table's identity. */
export const positionsTable = 'leaveline_sources';

export const createPositionsSql = (database: string): string => `
  CREATE TABLE IF NOT EXISTS \`${database}\`.${positionsTable} (
    table_name String, table_uuid String, topic String, partition UInt32,
    cluster_id String, partitions UInt32, next_offset UInt64, _version UInt64
  ) ENGINE = ReplacingMergeTree(_version) ORDER BY (topic, partition)
  COMMENT 'Which Kafka topics the tables were filled from, and how far.'`;
