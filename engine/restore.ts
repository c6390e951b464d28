import type { Clock } from '#lib/clock.ts';
import { type Fetcher, OffsetOutOfRange } from '#lib/kafka/fetcher.ts';
import { readToEnd } from '#lib/kafka/partitionReader.ts';
import type { ByteStore, ChangelogPosition } from './byteStore.ts';

/** How long a changelog keeps tombstones for readers that lag, ms. */
export const deleteRetentionMs = 86_400_000;

/** What a store is restored from. */
export interface RestoreSource {
  readonly fetcher: Fetcher;
  readonly changelog: string;
  readonly partition: number;
  /** The first offset of the changelog that is there. */
  readonly low: bigint;
  /** The cluster's id. */
  readonly cluster: string;
  readonly clock: Clock;
}

export interface Restored {
  /** How many changelog records were read. */
  readonly records: number;
  /** Why the store had to be emptied first; null when only the tail was read. */
  readonly wiped: string | null;
}

/**
 * Brings a store up to the end of its changelog. The task must have fenced its predecessors, so that the end stays the
 * end. A store whose position cannot be trusted is emptied and read whole.
 */
export async function restore(store: ByteStore, source: RestoreSource): Promise<Restored> {
  const wiped = wipeReason(store.position, source);
  if (wiped !== null) store.wipe();
  try {
    return { records: await readChangelog(store, source), wiped };
  } catch (error) {
    if (!(error instanceof OffsetOutOfRange)) throw error;
    store.wipe();
    return { records: await readChangelog(store, source), wiped: 'the changelog no longer has its position' };
  }
}

/** Why what a store holds cannot be completed from the tail of the changelog; null when it can. */
export function wipeReason(
  position: ChangelogPosition | undefined,
  { cluster, clock }: Pick<RestoreSource, 'cluster' | 'clock'>,
): string | null {
  if (position === undefined) return null;
  if (position.cluster !== cluster) return 'it belongs to another Kafka cluster';
  if (clock.now() - position.writtenAt > deleteRetentionMs / 2)
    return 'it is so old that the changelog may have forgotten deletions it has not seen';
  return null;
}

async function readChangelog(store: ByteStore, source: RestoreSource): Promise<number> {
  const { fetcher, changelog: topic, partition, low, cluster, clock } = source;
  const position = (offset: bigint): ChangelogPosition => ({ cluster, offset, writtenAt: clock.now() });
  let count = 0;
  const end = await readToEnd(fetcher, { topic, partition, from: store.position?.offset ?? low }, (records) => {
    count += records.length;
    const next = (records.at(-1)?.offset ?? 0n) + 1n;
    store.write(
      records.map(({ key, value }) => [key, value] as const),
      position(next),
    );
  });
  store.write([], position(end));
  return count;
}
