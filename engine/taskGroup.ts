import type { Kafka } from '#lib/kafka/client.ts';
import { type Environment, groupOf } from './environment.ts';
import { Membership } from './membership.ts';
import { TaskSupervisor } from './taskSupervisor.ts';
import type { Subtopology } from './topology.ts';

export interface TaskGroupOptions {
  readonly environment: Environment;
  readonly subtopology: Subtopology;
  readonly kafka: Kafka;
  /** See `MembershipOptions`. */
  readonly memberFile: string;
  /** Called for what no new start of a task can mend. */
  fatal(error: Error): void;
}

/** The tasks of one subtopology that this process has been given. */
export class TaskGroup {
  readonly #options: TaskGroupOptions;
  readonly #supervisors = new Map<number, TaskSupervisor>();
  readonly #membership: Membership;
  /** Changes are made one after the other: a task that comes back waits until it has been let go. */
  #changes: Promise<unknown> = Promise.resolve();
  #stopping = false;

  constructor(options: TaskGroupOptions) {
    const { environment, subtopology, kafka, memberFile } = options;
    this.#options = options;
    this.#membership = new Membership({
      kafka,
      group: groupOf(environment.topology, subtopology),
      topics: subtopology.sources,
      partitions: environment.partitions,
      memberFile,
      owned: () => [...this.#supervisors.keys()],
      assigned: (tasks) => {
        if (!this.#stopping) this.#changes = this.#changes.then(() => this.#change(new Set(tasks)));
      },
      log: environment.log,
    });
  }

  async #change(tasks: ReadonlySet<number>): Promise<void> {
    const { environment, subtopology, fatal } = this.#options;
    const gone = [...this.#supervisors].filter(([partition]) => !tasks.has(partition));
    await Promise.all(gone.map(([, supervisor]) => supervisor.stop()));
    for (const [partition] of gone) this.#supervisors.delete(partition);
    for (const partition of tasks)
      if (!this.#supervisors.has(partition))
        this.#supervisors.set(partition, new TaskSupervisor({ environment, subtopology, partition }, fatal));
  }

  /** null while all of its tasks work; else one sentence. */
  waiting(): string | null {
    if (!this.#membership.joined) return `${this.#options.subtopology.name} joins its group`;
    return [...this.#supervisors.values()].map((supervisor) => supervisor.waiting()).find((it) => it !== null) ?? null;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    // Tasks first: they commit while they are still ours.
    this.#changes = this.#changes.then(() => this.#change(new Set()));
    await this.#changes;
    await this.#membership.stop();
  }
}
