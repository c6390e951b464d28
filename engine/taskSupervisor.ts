import { ConfigError } from '#lib/config.ts';
import { Signal } from '#lib/kafka/signal.ts';
import { doubled } from '#lib/timing.ts';
import { type TaskPlace, taskName } from './environment.ts';
import { type OpenTask, openTask } from './openTask.ts';
import { runTask } from './runTask.ts';

const restarting = { firstMs: 500, maxMs: 30_000 };

/**
 * A task that this process has been given: opened, run, and, when it fails, thrown away and started anew until it is
 * taken back. `fatal` is called for what no new start can mend: settings that do not fit the store.
 */
export class TaskSupervisor {
  readonly #place: TaskPlace;
  readonly #fatal: (error: ConfigError) => void;
  readonly #running: Promise<void>;
  readonly #wake = new Signal();
  #task: OpenTask | undefined;
  #waiting: string | null = 'starts';
  #stopping = false;

  constructor(place: TaskPlace, fatal: (error: ConfigError) => void) {
    this.#place = place;
    this.#fatal = fatal;
    this.#running = this.#keepRunning();
  }

  /** null while it works; else one sentence. */
  waiting(): string | null {
    return this.#waiting === null ? null : `${taskName(this.#place)} ${this.#waiting}`;
  }

  /** Commits what it has and lets go of it. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake.raise();
    this.#task?.queues.arrived.raise();
    await this.#running;
  }

  async #keepRunning(): Promise<void> {
    for (let attempt = 1; !this.#stopping; attempt++) {
      const begun = performance.now();
      const error = await this.#runOnce().then(
        () => null,
        (reason: Error) => reason,
      );
      if (error === null) return;
      if (error instanceof ConfigError) return this.#fatal(error);
      if (performance.now() - begun > restarting.maxMs) attempt = 1;
      this.#say(`failed and starts anew: ${error.message}`);
      const task = taskName(this.#place);
      this.#place.environment.log.warn(
        { task, err: error },
        `Task ${task} is thrown away and starts anew: ${error.message}`,
      );
      this.#place.environment.count('task_failures', { subtopology: this.#place.subtopology.name });
      if (!this.#stopping) await this.#wake.wait(doubled(restarting, attempt));
    }
  }

  async #runOnce(): Promise<void> {
    const task = await openTask(this.#place, (text) => this.#say(text));
    this.#task = task;
    try {
      await runTask(
        task,
        () => this.#stopping,
        (text) => this.#say(text),
      );
    } finally {
      this.#task = undefined;
      await task.close();
    }
  }

  #say(text: string | null): void {
    this.#waiting = text;
  }
}
