import type { TransactionalProducer } from '#lib/kafka/producer.ts';
import type { ByteStore } from './byteStore.ts';
import { changelogOf, type TaskPlace, taskName, transactionalId } from './environment.ts';
import { RecordQueues } from './recordQueues.ts';
import { restore } from './restore.ts';
import { TaskCore } from './taskCore.ts';

/** A task that owns its partition, its store and its transactional id. */
export interface OpenTask {
  readonly place: TaskPlace;
  readonly core: TaskCore;
  readonly store: ByteStore;
  readonly producer: TransactionalProducer;
  readonly queues: RecordQueues;
  /** Lets go of everything; what is not committed is gone. */
  close(): Promise<void>;
}

/**
 * Takes a task over: its store, then its transactional id (from here on no predecessor can commit), then what the
 * predecessors had committed, then its sources from where they had got to. `say` is told what is being waited for.
 */
export async function openTask(place: TaskPlace, say: (waiting: string) => void): Promise<OpenTask> {
  const { environment, partition } = place;
  const { broker } = environment;
  const opened: { store?: ByteStore; producer?: TransactionalProducer; queues?: RecordQueues } = {};
  try {
    say('waits for its store');
    const store = await environment.openStore(place);
    opened.store = store;
    say('takes over from its predecessor');
    const producer = await broker.producer(transactionalId(place));
    opened.producer = producer;
    say('restores its store');
    await restoreStore(store, place);
    const core = new TaskCore(place, store);
    core.open();
    const queues = new RecordQueues(await startOffsets(place, core), partition);
    opened.queues = queues;
    for (const feed of queues.all) broker.fetcher.add(feed);
    return { place, core, store, producer, queues, close };
  } catch (error) {
    await close();
    throw error;
  }
  async function close(): Promise<void> {
    for (const feed of opened.queues?.all ?? []) broker.fetcher.remove(feed);
    await opened.producer?.close().catch(() => undefined);
    opened.store?.close();
  }
}

async function restoreStore(store: ByteStore, place: TaskPlace): Promise<void> {
  const { environment, partition } = place;
  const { broker, clock, log } = environment;
  const changelog = changelogOf(place);
  const low = (await broker.bounds(changelog)).get(partition)?.low ?? 0n;
  const begun = clock.now();
  const { fetcher, cluster } = broker;
  const { records, wiped } = await restore(store, { fetcher, changelog, partition, low, cluster, clock });
  if (wiped !== null) log.warn({ task: taskName(place) }, `The store was emptied and read anew: ${wiped}`);
  log.info({ task: taskName(place), records, ms: clock.now() - begun }, 'restored');
}

/** Where to read on; a source that was never read begins with its first record that is left. */
async function startOffsets(
  { environment, subtopology, partition }: TaskPlace,
  core: TaskCore,
): Promise<ReadonlyMap<string, bigint>> {
  const offsets = new Map<string, bigint>();
  for (const topic of subtopology.sources) {
    const known = core.knownPosition(topic);
    const low = known ?? (await environment.broker.bounds(topic)).get(partition)?.low ?? 0n;
    if (known === undefined) core.skipTo(topic, low);
    offsets.set(topic, low);
  }
  return offsets;
}
