import type { Clock } from '#lib/clock.ts';
import type { OutgoingRecord, TransactionalProducer } from '#lib/kafka/producer.ts';
import type { CommitContents, TaskCore } from './taskCore.ts';

/** Where a task's commits go. */
export interface CommitTarget {
  readonly producer: TransactionalProducer;
  /** The consumer group that shows the task's progress to Kafka's tools. */
  readonly group: string;
  readonly changelog: string;
  readonly partition: number;
  /** The cluster's id. */
  readonly cluster: string;
  readonly clock: Clock;
}

export interface CommitOptions {
  /** Whether to show the progress in the consumer group, too; default true. */
  readonly withOffsets?: boolean;
  /** For tests: called when a step is done; throwing there is a crash right after it. */
  readonly after?: (step: 1 | 2 | 3 | 4) => void;
}

/**
 * One commit: everything the task has taken in since the last one, or nothing of it. Rejects with TransactionLost when the outcome is not
 * known: then the task must be thrown away and started anew, which finds out.
 */
export async function commitTask(
  core: TaskCore,
  target: CommitTarget,
  { withOffsets = true, after = () => undefined }: CommitOptions = {},
): Promise<void> {
  const { producer, group, partition, changelog } = target;
  const contents = core.contents();
  let offset = 0n;
  await producer.transaction(async (open) => {
    // 1. Changelog and outputs. A crash now: the next owner's fencing aborts the transaction, and it never happened.
    const ends = await open.send([...changelogRecords(contents, target), ...contents.outputs]);
    offset = ends.find((end) => end.topic === changelog && end.partition === partition)?.offset ?? 0n;
    after(1);
    // 2. The group's offsets, for Kafka's tools and for the purge; ours are in the task state. A crash now: as after 1.
    const offsets = Object.entries(contents.positions).map(([topic, next]) => ({ topic, partition, offset: next }));
    if (withOffsets && offsets.length > 0) await open.commitOffsets(group, offsets);
    after(2);
  });
  // 3. The transaction is committed. A crash while it was: Kafka knows, and the next owner's fencing waits for its answer.
  //    A crash now: the changelog is ahead of the store, and the next start reads its tail.
  after(3);
  // 4. The store, with the position that says so, atomically. A crash now: nothing is missing anywhere.
  core.settle(contents, { cluster: target.cluster, offset, writtenAt: target.clock.now() });
  after(4);
}

const changelogRecords = ({ changes }: CommitContents, { changelog, partition }: CommitTarget): OutgoingRecord[] =>
  changes.map(([key, value]) => ({ topic: changelog, partition, key, value }));
