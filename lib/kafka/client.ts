import type { Admin, Kafka, KafkaConfig, LogEntry } from 'kafkajs';
import { ConfigError } from '#lib/config.ts';
import { type Log, logger } from '#lib/log.ts';
import { connectCluster } from './cluster.ts';
import { inner, kafkajs } from './shims/load.ts';

export type { Admin, Consumer, Kafka, PartitionAssigner, Producer } from 'kafkajs';
export { kafkajs };

export interface KafkaOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly log?: Log;
}

/** A client with the defects of kafkajs mended and its retries quiet. Nothing is connected yet. */
export function createKafka({ brokers, clientId, log = logger(clientId) }: KafkaOptions): Kafka {
  return new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    ...credentials(process.env),
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 },
    logLevel: kafkajs.logLevel.INFO,
    logCreator: () => (entry) => forward(log, entry),
  });
}

/** `KAFKA_USER` and `KAFKA_PASSWORD`, by SASL/PLAIN; nothing where no user is named. */
function credentials({
  KAFKA_USER: username,
  KAFKA_PASSWORD: password = '',
}: NodeJS.ProcessEnv): Pick<KafkaConfig, 'sasl'> {
  return username ? { sasl: { mechanism: 'plain', username, password } } : {};
}

/** What kafkajs reports as an error and then retries by itself. */
const retried = new RegExp(
  [
    'CONCURRENT_TRANSACTIONS',
    'concurrent operation on the same transaction',
    'coordinator is (not available|loading)',
    'not the (correct )?coordinator',
    'is rebalancing',
    'no leader for this topic-partition',
    'not the leader for that topic-partition',
    'does not host this topic-partition',
    'Failed to send messages',
    '^Connection (error|timeout)',
    '^Closed connection',
    'Failed to connect to (seed )?broker',
    're-?joining',
  ].join('|'),
  'i',
);

function forward(log: Log, { namespace, level, log: entry }: LogEntry): void {
  const { message, error } = entry;
  const expected = retried.test(message) || (typeof error === 'string' && retried.test(error));
  const line = { kafka: namespace, topic: entry.topic, groupId: entry.groupId, error };
  if (level === kafkajs.logLevel.ERROR && !expected) log.error(line, message);
  else if (level === kafkajs.logLevel.WARN && !expected) log.warn(line, message);
  else log.debug(line, message);
}

interface VersionRange {
  readonly minVersion: number;
  readonly maxVersion: number;
}

const needed = {
  Produce: 0,
  Fetch: 1,
  ListOffsets: 2,
  Metadata: 3,
  OffsetCommit: 8,
  OffsetFetch: 9,
  GroupCoordinator: 10,
  JoinGroup: 11,
  Heartbeat: 12,
  SyncGroup: 14,
  CreateTopics: 19,
  DeleteRecords: 21,
  InitProducerId: 22,
  AddPartitionsToTxn: 24,
  AddOffsetsToTxn: 25,
  EndTxn: 26,
  TxnOffsetCommit: 28,
} as const;

/** Rejects with a ConfigError when the brokers no longer speak, or do not yet speak, a request version that we use. */
export async function checkBrokers(kafka: Kafka): Promise<void> {
  const cluster = await connectCluster(kafka);
  try {
    const [nodeId] = cluster.getNodeIds();
    const broker = await cluster.findBroker({ nodeId: nodeId ?? 0 });
    const faults = versionFaults(await broker.apiVersions());
    if (faults.length === 0) return;
    throw new ConfigError(
      `These Kafka brokers cannot be used (${faults.join('; ')}). Leaveline works with Kafka 2.5 to 4.x.`,
    );
  } finally {
    await cluster.disconnect();
  }
}

/** One phrase per request that the brokers do not offer in a version that kafkajs has. Kafka versions by api key. */
export function versionFaults(offered: Readonly<Record<number, VersionRange>>): string[] {
  const { requests } = inner('protocol/requests') as { requests: Record<string, { versions: (string | number)[] }> };
  return Object.entries(needed).flatMap(([name, key]) => {
    const ours = (requests[name]?.versions ?? []).map(Number);
    const theirs = offered[key];
    if (theirs === undefined) return [`${name} is not offered`];
    const shared = Math.min(Math.max(...ours), theirs.maxVersion) >= Math.max(Math.min(...ours), theirs.minVersion);
    return shared
      ? []
      : [`${name} is offered from ${theirs.minVersion} to ${theirs.maxVersion}, we speak up to ${Math.max(...ours)}`];
  });
}

/** Runs `use` with a connected admin client and disconnects it. */
export async function withAdmin<T>(kafka: Kafka, use: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await use(admin);
  } finally {
    await admin.disconnect();
  }
}
