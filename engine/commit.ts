import type { OutgoingRecord } from '#lib/kafka/producer.ts';
import { changelogOf, groupOf } from './environment.ts';
import type { OpenTask } from './openTask.ts';

/** The steps of a commit, as `commitTask` numbers them. */
export type CommitStep = 1 | 2 | 3 | 4;

export interface CommitOptions {
  /** Whether to show the progress in the consumer group, too; default true. */
  readonly withOffsets?: boolean;
  /** For tests: called when a step is done; throwing there is a crash right after it. */
  readonly after?: (step: CommitStep) => void;
}

/**
 * One commit: everything the task has taken in since the last one, or nothing of it. Rejects with TransactionLost when
 * the outcome is not known: then the task must be thrown away and started anew, which finds out.
 */
export async function commitTask(
  { place, core, producer }: OpenTask,
  { withOffsets = true, after = () => undefined }: CommitOptions = {},
): Promise<void> {
  const { environment, subtopology, partition } = place;
  const changelog = changelogOf(place);
  const { changes, outputs, positions } = core.contents();
  let offset = 0n;
  await producer.transaction(async (open) => {
    // 1. Changelog and outputs. A crash now: the next owner's fencing aborts the transaction, and it never happened.
    const changeRecords = changes.map(([key, value]): OutgoingRecord => ({ topic: changelog, partition, key, value }));
    const ends = await open.send([...changeRecords, ...outputs]);
    offset = ends.find((end) => end.topic === changelog && end.partition === partition)?.offset ?? 0n;
    after(1);
    // 2. The group's offsets, for Kafka's tools and for the purge; ours are in the task state. A crash now: as after 1.
    const offsets = Object.entries(positions).map(([topic, next]) => ({ topic, partition, offset: next }));
    if (withOffsets && offsets.length > 0)
      await open.commitOffsets(groupOf(environment.topology, subtopology), offsets);
    after(2);
  });
  // 3. The transaction is committed. A crash while it was: Kafka knows, and the next owner's fencing waits for its
  //    answer. A crash now: the changelog is ahead of the store, and the next start reads its tail.
  after(3);
  // 4. The store, with the position that says so, atomically. A crash now: nothing is missing anywhere.
  core.settle(changes, { cluster: environment.broker.cluster, offset, writtenAt: environment.clock.now() });
  after(4);
}
