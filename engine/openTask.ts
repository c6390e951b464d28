import { topicBounds } from '#lib/kafka/partitionReader.ts';
import { fencingProducer, type TransactionalProducer } from '#lib/kafka/producer.ts';
import { retrying } from '#lib/timing.ts';
import type { Backing } from './backing.ts';
import { diskBacking, StoreInUse } from './diskBacking.ts';
import { storeDir, type TaskPlace, taskName, transactionalId } from './environment.ts';
import { Inbox } from './inbox.ts';
import { isInternalTopic, upstreamTasks } from './plan.ts';
import { restore } from './restore.ts';
import { TaskCore } from './taskCore.ts';
import { changelogTopic } from './topology.ts';

/** A task that owns its partition, its store and its transactional id. */
export interface OpenTask {
  readonly core: TaskCore;
  readonly backing: Backing;
  readonly producer: TransactionalProducer;
  readonly inbox: Inbox;
  /** Lets go of everything; what is not committed is gone. */
  close(): Promise<void>;
}

/**
 * Takes a task over: its store, then its transactional id (from here on no predecessor can commit), then what the predecessors had
 * committed, then its sources from where they had got to. `say` is told what is being waited for.
 */
export async function openTask(place: TaskPlace, say: (waiting: string) => void): Promise<OpenTask> {
  const { environment, subtopology, partition } = place;
  say('waits for its store');
  const backing = await ownStore(storeDir(place));
  const opened: { producer?: TransactionalProducer; inbox?: Inbox } = {};
  const close = async () => {
    for (const feed of opened.inbox?.sources ?? []) environment.fetcher.remove(feed);
    await opened.producer?.close().catch(() => undefined);
    backing.close();
  };
  try {
    say('takes over from its predecessor');
    const producer = await fencingProducer(environment.kafka, transactionalId(place));
    opened.producer = producer;
    say('restores its store');
    await restoreStore(backing, place);
    const core = new TaskCore(surroundings(place, backing));
    core.open();
    const inbox = new Inbox(await startOffsets(place, core), partition);
    opened.inbox = inbox;
    for (const feed of inbox.sources) environment.fetcher.add(feed);
    return { core, backing, producer, inbox, close };
  } catch (error) {
    await close();
    throw error;
  }
  function surroundings(task: TaskPlace, store: Backing) {
    const { topology, partitions, partitionsOf, clock, count } = task.environment;
    return {
      topology,
      subtopology,
      partition,
      partitions,
      backing: store,
      clock,
      count,
      partitionsOf: (topic: string) => knownPartitions(partitionsOf, topic),
      isInternal: (topic: string) => isInternalTopic(topology, topic),
      upstream: upstreamTasks(topology, subtopology, partitions),
    };
  }
}

function knownPartitions(partitionsOf: ReadonlyMap<string, number>, topic: string): number {
  const count = partitionsOf.get(topic);
  if (count === undefined) throw new Error(`${topic} is written to but is not among the outputs`);
  return count;
}

/** A predecessor in another process may need a moment to notice that it has lost the task. */
const ownStore = (dir: string): Promise<Backing> =>
  retrying(() => diskBacking(dir), {
    withinMs: 10_000,
    backoff: { firstMs: 100, maxMs: 200 },
    passes: (error) => error instanceof StoreInUse,
  });

async function restoreStore(backing: Backing, place: TaskPlace): Promise<void> {
  const { environment, subtopology, partition } = place;
  const { kafka, fetcher, cluster, clock, log, topology } = environment;
  const changelog = changelogTopic(topology.application, subtopology.name);
  const low = (await topicBounds(kafka, changelog)).get(partition)?.low ?? 0n;
  const begun = clock.now();
  const { records, wiped } = await restore(backing, { fetcher, changelog, partition, low, cluster, clock });
  if (wiped !== null) log.warn({ task: taskName(place) }, `The store was emptied and read anew: ${wiped}`);
  log.info({ task: taskName(place), records, ms: clock.now() - begun }, 'restored');
}

/** Where to read on; a source that was never read begins with its first record that is left. */
async function startOffsets({ environment, subtopology, partition }: TaskPlace, core: TaskCore) {
  const offsets = new Map<string, bigint>();
  for (const topic of subtopology.sources) {
    const known = core.knownPosition(topic);
    const low = known ?? (await topicBounds(environment.kafka, topic)).get(partition)?.low ?? 0n;
    if (known === undefined) core.skipTo(topic, low);
    offsets.set(topic, low);
  }
  return offsets;
}
