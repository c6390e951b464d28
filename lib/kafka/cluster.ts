import type { Kafka } from 'kafkajs';

/** What we use of a partition in a fetch response of kafkajs. Offsets are decimal texts. */
export interface PartitionResponse {
  readonly partition: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  readonly abortedTransactions: readonly { readonly producerId: string; readonly firstOffset: string }[];
  readonly messages: readonly RawRecord[] & { readonly nextOffset?: bigint };
}

/** A record as kafkajs decodes it, control records included. */
export interface RawRecord {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;
  readonly isControlRecord: boolean;
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
}

interface FetchRequest {
  readonly maxWaitTime: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly isolationLevel: 0 | 1;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly fetchOffset: string;
      readonly maxBytes: number;
    }[];
  }[];
}

interface Broker {
  leaveGroup(member: { groupId: string; memberId: string }): Promise<void>;
  apiVersions(): Promise<Record<number, { minVersion: number; maxVersion: number }>>;
  fetch(request: FetchRequest): Promise<{
    readonly responses: readonly { readonly topicName: string; readonly partitions: readonly PartitionResponse[] }[];
  }>;
}

/** The inner cluster object of kafkajs: metadata and one connection pool. */
export interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  getNodeIds(): number[];
  findBroker(of: { nodeId: number }): Promise<Broker>;
  findGroupCoordinator(of: { groupId: string }): Promise<Broker>;
  removeBroker(address: { host: string; port: number }): void;
  isConnected(): boolean;
  findLeaderForPartitions(topic: string, partitions: readonly number[]): Record<string, number[]>;
}

type CreateCluster = (options: { allowAutoTopicCreation: boolean; maxInFlightRequests: number | null }) => Cluster;

/** A cluster of its own for the client `kafka`, connected; kafkajs hides it behind a symbol. */
export async function connectCluster(kafka: Kafka): Promise<Cluster> {
  const hidden = Object.getOwnPropertySymbols(kafka).find(({ description }) => description?.includes('createCluster'));
  if (hidden === undefined) throw new Error('This is not a client of kafkajs 2.2.4');
  const create = (kafka as unknown as Record<symbol, CreateCluster>)[hidden];
  const cluster = create?.({ allowAutoTopicCreation: false, maxInFlightRequests: null });
  if (cluster === undefined) throw new Error('This client of kafkajs has no cluster');
  await cluster.connect();
  await cluster.refreshMetadata();
  return cluster;
}
