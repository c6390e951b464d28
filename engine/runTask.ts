import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { openFetcher } from '#lib/kafka/fetcher.ts';
import { readToEnd, topicBounds } from '#lib/kafka/partitionReader.ts';
import { type CommitTarget, commitTask } from './commit.ts';
import { groupOf, type TaskPlace } from './environment.ts';
import type { OpenTask } from './openTask.ts';
import type { Published } from './rebuild.ts';
import { changelogTopic, type Subtopology } from './topology.ts';

/** How long a task may work before others get their turn, ms. */
const sliceMs = 10;
/** A commit is due before its time when this many records were taken in or are to be sent. */
const commitRecords = 20_000;
const retryMs = 500;
const idleMs = 1_000;
/** The group's offsets are for Kafka's tools only, and cost two requests and a partition of the transaction. */
const offsetsEveryMs = 1_000;

/** What a task tells about itself while it runs: one sentence when it waits for something, null when all is well. */
export type Say = (waiting: string | null) => void;

/**
 * Runs an open task until `stopping`, then commits what it has. The first record after a pause is committed at once, the following
 * ones every `commitIntervalMs`. Rejects when the task must be thrown away.
 */
export async function runTask(place: TaskPlace, task: OpenTask, stopping: () => boolean, say: Say): Promise<void> {
  const loop = new TaskLoop(place, task, say);
  say(null);
  while (!stopping()) await loop.turn();
  await loop.commit(true);
}

class TaskLoop {
  readonly #place: TaskPlace;
  readonly #task: OpenTask;
  readonly #say: Say;
  readonly #target: CommitTarget;
  #nextCommit = 0;
  #nextOffsets = 0;
  #offsetsBehind = false;
  #taken = 0;
  #heldUntil = 0;

  constructor(place: TaskPlace, task: OpenTask, say: Say) {
    const { topology, cluster, clock } = place.environment;
    const { subtopology, partition } = place;
    this.#place = place;
    this.#task = task;
    this.#say = say;
    this.#target = {
      producer: task.producer,
      group: groupOf(topology, subtopology),
      changelog: changelogTopic(topology.application, subtopology.name),
      ...{ partition, cluster, clock },
    };
  }

  async turn(): Promise<void> {
    const { core, inbox } = this.#task;
    if (performance.now() >= this.#heldUntil) {
      const prepared = await this.#prepare();
      if (prepared) this.#slice();
    }
    if (this.#commitDue()) await this.commit();
    if (core.phase.kind === 'rebuilding' && core.caughtUp) await this.#publish();
    const waitMs = this.#waitMs();
    if (waitMs <= 0) await yieldToOthers();
    else await inbox.arrived.wait(waitMs);
  }

  /** False when it has to be tried again. */
  async #prepare(): Promise<boolean> {
    const { subtopology } = this.#place;
    try {
      await this.#task.inbox.prepare(subtopology.prepare?.bind(subtopology));
      return true;
    } catch (error) {
      if (this.#task.inbox.sources.some(({ failure }) => failure !== undefined)) throw error;
      this.#say(`holds: ${error instanceof Error ? error.message : error}`);
      this.#heldUntil = performance.now() + retryMs;
      return false;
    }
  }

  /** Takes in waiting records for a while. */
  #slice(): void {
    const { core, inbox } = this.#task;
    const end = performance.now() + sliceMs;
    const before = this.#taken;
    let held: string | undefined;
    for (let record = inbox.head(); record !== undefined && held === undefined; record = inbox.head()) {
      const outcome = core.process(record);
      if (outcome.kind === 'hold') held = outcome.why;
      else inbox.taken();
      this.#taken++;
      if (this.#full() || (this.#taken % 16 === 0 && performance.now() > end)) break;
    }
    inbox.sweep((topic, next) => core.skipTo(topic, next));
    if (this.#taken > before) this.#place.environment.fetcher.wake();
    this.#heldUntil = held === undefined ? 0 : performance.now() + retryMs;
    this.#say(held === undefined ? this.#rebuild() : `holds: ${held}`);
  }

  #rebuild(): string | null {
    return this.#task.core.phase.kind === 'live' ? null : 'rebuilds what its generation publishes';
  }

  #full(): boolean {
    return this.#taken >= commitRecords || this.#task.core.pendingOutputs >= commitRecords;
  }

  #commitDue(): boolean {
    const now = performance.now();
    if (!this.#task.core.dirty) return this.#offsetsBehind && now >= this.#nextOffsets;
    return now >= this.#nextCommit || this.#full();
  }

  /** Until something is to be done, at most; 0 when records are waiting. */
  #waitMs(): number {
    const { core, inbox } = this.#task;
    const now = performance.now();
    const untilCommit = core.dirty ? this.#nextCommit - now : this.#offsetsBehind ? this.#nextOffsets - now : idleMs;
    if (now < this.#heldUntil) return Math.min(untilCommit, this.#heldUntil - now);
    return inbox.head() !== undefined ? 0 : untilCommit;
  }

  async commit(stopping = false): Promise<void> {
    const { core } = this.#task;
    const { environment, subtopology } = this.#place;
    if (!core.dirty && !this.#offsetsBehind) return;
    const now = performance.now();
    this.#nextCommit = now + environment.commitIntervalMs;
    const withOffsets = now >= this.#nextOffsets || stopping;
    if (withOffsets) this.#nextOffsets = now + offsetsEveryMs;
    this.#offsetsBehind = !withOffsets;
    await commitTask(core, this.#target, { withOffsets });
    environment.count('commits', { subtopology: subtopology.name });
    this.#taken = 0;
  }

  /** A rebuild has caught up: publishes what differs, as its last silent commit and its first public one. */
  async #publish(): Promise<void> {
    const { environment, subtopology, partition } = this.#place;
    await this.commit();
    this.#say('compares its rebuilt results with what is published');
    const topics = subtopology.outputs.filter(({ visibility }) => visibility === 'public').map(({ topic }) => topic);
    this.#task.core.publishDifference(await readPublished(environment.kafka, subtopology, [...new Set(topics)]));
    await this.commit();
    environment.log.info({ task: `${subtopology.name}/${partition}` }, 'rebuilt and published');
    this.#say(null);
  }
}

/** The newest value of every key of public topics; the subtopology is shown the records, for it decodes some of them. */
async function readPublished(
  kafka: TaskPlace['environment']['kafka'],
  subtopology: Subtopology,
  topics: readonly string[],
): Promise<Published> {
  const fetcher = await openFetcher(kafka);
  const published = new Map<string, Map<string, Buffer>>();
  try {
    for (const topic of topics) published.set(topic, new Map());
    for (const [topic, latest] of published)
      for (const [partition, { low }] of await topicBounds(kafka, topic))
        await readToEnd(fetcher, { topic, partition, from: low }, async (records) => {
          await subtopology.prepare?.(records);
          for (const { key, value } of records)
            value === null ? latest.delete(key) : latest.set(key, Buffer.from(value));
        });
  } finally {
    await fetcher.close();
  }
  return published;
}
