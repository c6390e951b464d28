import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Consumer, type Kafka, kafkajs, type PartitionAssigner } from '#lib/kafka/client.ts';
import { removeMember } from '#lib/kafka/groups.ts';
import { Signal } from '#lib/kafka/signal.ts';
import type { Log } from '#lib/log.ts';
import { withTimeout } from '#lib/timing.ts';
import { assignTasks } from './assignment.ts';

export interface MembershipOptions {
  readonly kafka: Kafka;
  readonly group: string;
  readonly topics: readonly string[];
  readonly partitions: number;
  /** Where the member id is kept, so that the next process can take a killed one out of the group. */
  readonly memberFile: string;
  /** The tasks this member runs now. */
  owned(): readonly number[];
  /** Called with the tasks this member has to run from now on. */
  assigned(tasks: readonly number[]): void;
  readonly log: Log;
}

const { AssignerProtocol } = kafkajs;
const retryMs = 1_000;
/** kafkajs may wait for a broker that is gone. */
const leaveMs = 5_000;

/**
 * Membership in a consumer group, for the assignment alone: partition p of all topics goes to one member. The records
 * are fetched elsewhere, so all partitions are paused as soon as they are assigned. After a crash of the consumer it
 * joins anew.
 */
export class Membership {
  readonly #options: MembershipOptions;
  readonly #running: Promise<void>;
  readonly #ended = new Signal();
  #consumer: Consumer | undefined;
  #stopping = false;
  joined = false;

  constructor(options: MembershipOptions) {
    this.#options = options;
    this.#running = this.#keepJoined();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#ended.raise();
    await this.#running;
  }

  async #keepJoined(): Promise<void> {
    await this.#removePredecessor();
    while (!this.#stopping) {
      const consumer = this.#newConsumer();
      this.#consumer = consumer;
      try {
        await this.#join(consumer);
        while (!this.#stopping && this.#consumer === consumer) await this.#ended.wait(60_000);
      } catch (error) {
        this.#options.log.warn({ err: error, group: this.#options.group }, 'cannot join the group, tries again');
      }
      this.joined = false;
      await this.#leave(consumer);
      if (!this.#stopping) await this.#ended.wait(retryMs);
    }
  }

  /**
   * A process that was killed is still a member until its session times out; without this the group would wait for it.
   */
  async #removePredecessor(): Promise<void> {
    const { kafka, group, memberFile, log } = this.#options;
    const memberId = await readFile(memberFile, 'utf8').catch(() => '');
    if (memberId === '') return;
    await removeMember(kafka, group, memberId).catch((error) =>
      log.debug({ err: error, group }, 'the predecessor stays in the group until its session ends'),
    );
  }

  #remember(memberId: string): void {
    mkdirSync(dirname(this.#options.memberFile), { recursive: true });
    writeFileSync(this.#options.memberFile, memberId);
  }

  #newConsumer(): Consumer {
    const { kafka, group } = this.#options;
    return kafka.consumer({
      groupId: group,
      partitionAssigners: [() => this.#assigner()],
      sessionTimeout: 10_000,
      rebalanceTimeout: 60_000,
      heartbeatInterval: 500,
      maxWaitTimeInMs: 250,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 10, restartOnFailure: async () => false },
    });
  }

  async #join(consumer: Consumer): Promise<void> {
    const { topics } = this.#options;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment, memberId } }) => {
      this.#remember(memberId);
      consumer.pause(Object.entries(memberAssignment).map(([topic, partitions]) => ({ topic, partitions })));
      this.joined = true;
      if (!this.#stopping) this.#options.assigned([...new Set(Object.values(memberAssignment).flat())]);
    });
    consumer.on(consumer.events.CRASH, () => {
      this.#consumer = undefined;
      this.#ended.raise();
    });
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => undefined });
  }

  async #leave(consumer: Consumer): Promise<void> {
    await withTimeout(consumer.disconnect(), leaveMs, 'leaving the group').catch(() => undefined);
    await rm(this.#options.memberFile, { force: true });
  }

  #assigner(): ReturnType<PartitionAssigner> {
    const { topics, partitions, owned } = this.#options;
    const name = 'leaveline-tasks';
    return {
      name,
      version: 1,
      protocol: ({ topics: subscribed }) => ({
        name,
        metadata: AssignerProtocol.MemberMetadata.encode({
          version: 1,
          topics: subscribed,
          userData: Buffer.from(JSON.stringify(owned())),
        }),
      }),
      assign: async ({ members }) => {
        const known = members.map(({ memberId, memberMetadata }) => ({ id: memberId, owned: ownedBy(memberMetadata) }));
        return [...assignTasks(known, partitions)].map(([memberId, tasks]) => ({
          memberId,
          memberAssignment: AssignerProtocol.MemberAssignment.encode({
            version: 1,
            assignment: Object.fromEntries(topics.map((topic) => [topic, tasks])),
            userData: Buffer.alloc(0),
          }),
        }));
      },
    };
  }
}

function ownedBy(metadata: Buffer): number[] {
  const text = AssignerProtocol.MemberMetadata.decode(metadata)?.userData.toString();
  return text ? (JSON.parse(text) as number[]) : [];
}
