import { ConfigError } from '#lib/config.ts';
import type { Admin } from '#lib/kafka/client.ts';
import { kafkajs } from '#lib/kafka/shims/load.ts';
import { ensureTopics } from '#lib/kafka/topics.ts';

export const schemasTopic = '_schemas';

/**
 * Creates `_schemas` or checks it: one partition and compaction alone, or schemas would be lost. ConfigError otherwise.
 */
export async function ensureSchemasTopic(admin: Admin): Promise<void> {
  await ensureTopics(admin, [{ topic: schemasTopic, partitions: 1, config: { 'cleanup.policy': 'compact' } }]);
  const policy = await cleanupPolicy(admin);
  if (policy === 'compact') return;
  throw new ConfigError(
    `The topic ${schemasTopic} has cleanup.policy=${policy}, which would delete schemas. Set it to compact.`,
  );
}

async function cleanupPolicy(admin: Admin): Promise<string> {
  const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: schemasTopic, configNames: ['cleanup.policy'] };
  const { resources } = await admin.describeConfigs({ resources: [resource], includeSynonyms: false });
  return resources[0]?.configEntries[0]?.configValue ?? 'unknown';
}
