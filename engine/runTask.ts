import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { commitTask } from './commit.ts';
import { taskName } from './environment.ts';
import { finishRebuild } from './finishRebuild.ts';
import type { OpenTask } from './openTask.ts';
import { takeIn } from './takeIn.ts';

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
 * Runs an open task until `stopping`, then commits what it has. The first record after a pause is committed at once,
 * the following ones every `commitIntervalMs`. Rejects when the task must be thrown away.
 */
export async function runTask(task: OpenTask, stopping: () => boolean, say: Say): Promise<void> {
  const loop = new TaskLoop(task, say);
  say(null);
  while (!stopping()) await loop.turn();
  await loop.commit(true);
}

class TaskLoop {
  readonly #task: OpenTask;
  readonly #say: Say;
  #nextCommit = 0;
  #nextOffsets = 0;
  #offsetsBehind = false;
  #taken = 0;
  #heldUntil = 0;

  constructor(task: OpenTask, say: Say) {
    this.#task = task;
    this.#say = say;
  }

  async turn(): Promise<void> {
    const { core, queues } = this.#task;
    if (performance.now() >= this.#heldUntil) {
      const prepared = await this.#prepare();
      if (prepared) this.#slice();
    }
    if (this.#commitDue()) await this.commit();
    if (core.phase.kind === 'rebuilding' && core.caughtUp) await this.#finishRebuild();
    const waitMs = this.#waitMs();
    if (waitMs <= 0) await yieldToOthers();
    else await queues.arrived.wait(waitMs);
  }

  /** False when it has to be tried again. */
  async #prepare(): Promise<boolean> {
    const { subtopology } = this.#task.place;
    try {
      await this.#task.queues.prepare(subtopology.prepare?.bind(subtopology));
      return true;
    } catch (error) {
      if (this.#task.queues.all.some(({ failure }) => failure !== undefined)) throw error;
      this.#say(`holds: ${error instanceof Error ? error.message : error}`);
      this.#heldUntil = performance.now() + retryMs;
      return false;
    }
  }

  /** Takes in waiting records for a while. */
  #slice(): void {
    const end = performance.now() + sliceMs;
    const before = this.#taken;
    const held = takeIn(this.#task, () => {
      this.#taken++;
      return this.#full() || (this.#taken % 16 === 0 && performance.now() > end);
    });
    if (this.#taken > before) this.#task.place.environment.broker.fetcher.wake();
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
    const { core, queues } = this.#task;
    const now = performance.now();
    const untilCommit = core.dirty ? this.#nextCommit - now : this.#offsetsBehind ? this.#nextOffsets - now : idleMs;
    if (now < this.#heldUntil) return Math.min(untilCommit, this.#heldUntil - now);
    return queues.next() !== undefined ? 0 : untilCommit;
  }

  async commit(stopping = false): Promise<void> {
    const { core } = this.#task;
    const { environment, subtopology } = this.#task.place;
    if (!core.dirty && !this.#offsetsBehind) return;
    const now = performance.now();
    this.#nextCommit = now + environment.commitIntervalMs;
    const withOffsets = now >= this.#nextOffsets || stopping;
    if (withOffsets) this.#nextOffsets = now + offsetsEveryMs;
    this.#offsetsBehind = !withOffsets;
    await commitTask(this.#task, { withOffsets });
    environment.count('commits', { subtopology: subtopology.name });
    this.#taken = 0;
  }

  async #finishRebuild(): Promise<void> {
    const { place } = this.#task;
    this.#say('compares its rebuilt results with what is published');
    await finishRebuild(this.#task, () => this.commit());
    place.environment.log.info({ task: taskName(place) }, 'rebuilt and published');
    this.#say(null);
  }
}
