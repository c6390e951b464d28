import { replaceExports } from './replaceExports.ts';

interface Grouping<M> {
  readonly topic: string;
  readonly partitionMetadata: readonly unknown[];
  readonly messages: readonly M[];
  partitioner(of: { topic: string; partitionMetadata: readonly unknown[]; message: M }): number;
}

/**
 * kafkajs copies a partition's whole list for every message it adds: 20,000 messages in one send take seconds
 * (tulios/kafkajs#1576).
 */
export const shimGrouping = (load: NodeJS.Require): void =>
  replaceExports(load, 'kafkajs/src/producer/groupMessagesPerPartition', groupByPartition);

/** Messages by partition, each list in the order given. */
export function groupByPartition<M>({ topic, partitionMetadata, messages, partitioner }: Grouping<M>) {
  const groups: Record<number, M[]> = {};
  if (partitionMetadata.length === 0) return groups;
  for (const message of messages) {
    const partition = partitioner({ topic, partitionMetadata, message });
    const group = groups[partition];
    if (group === undefined) groups[partition] = [message];
    else group.push(message);
  }
  return groups;
}
