import { dead, ok } from '#lib/outcome.ts';
import {
  type Output,
  type Processor,
  repartitionTopic,
  type StoreDefinition,
  type TaskContext,
  type Topology,
} from '../topology.ts';

/** Codec of a number as its decimal text. */
const number = { encode: (value: number) => Buffer.from(String(value)), decode: (bytes: Buffer) => Number(bytes) };

export const eventTopic = 'events';
export const deadLetterTopic = 'dead-letters';
export const latestTopic = 'latest';
export const sumTopic = 'sums';

/** The newest amount of each account. An event is `<account>` → `<group>:<amount>`. */
const accounts: StoreDefinition<{ group: string; amount: number }> = {
  name: 'accounts',
  encode: ({ group, amount }) => Buffer.from(`${group}:${amount}`),
  decode: (bytes) => accountOf(bytes),
};

function accountOf(bytes: Buffer): { group: string; amount: number } {
  const [group = '', amount] = bytes.toString().split(':');
  return { group, amount: Number(amount) };
}

const totals: StoreDefinition<number> = { name: 'totals', ...number };

/** Publishes the newest state of each account. */
const latestOutput: Output<string | null> = {
  topic: latestTopic,
  visibility: 'public',
  encode: (value) => (value === null ? null : Buffer.from(value)),
};

/** The sum of each group's amounts; a group of zero vanishes. */
const sumOutput: Output<number> = {
  topic: sumTopic,
  visibility: 'public',
  encode: (value) => (value === 0 ? null : Buffer.from(String(value))),
};

const deltas = (application: string): Output<number> => ({
  topic: repartitionTopic(application, 'deltas'),
  visibility: 'internal',
  encode: number.encode,
  combine: (earlier, later) => earlier + later,
});

/**
 * Two subtopologies, as in the product: accounts that replace their amount (a null value closes an account), and sums
 * over groups that get what an account's change takes back and adds.
 */
export function countingTopology(
  application = 'counting-1',
  sign = 1,
  fingerprint: Record<string, string> = {},
): Topology {
  const delta = deltas(application);
  return {
    application,
    deadLetters: { topic: deadLetterTopic, stage: 'counting' },
    nextGeneration: 'raise GENERATION by one',
    subtopologies: [
      {
        name: 'accounts',
        sources: [eventTopic],
        outputs: [latestOutput, delta],
        stores: [accounts],
        fingerprint,
        create: (context) => accountProcessor(context, delta, sign),
      },
      { name: 'sums', sources: [delta.topic], outputs: [sumOutput], stores: [totals], create: sumProcessor },
    ],
  };
}

function accountProcessor(context: TaskContext, delta: Output<number>, sign: number): Processor {
  const store = context.store(accounts);
  return {
    process({ key, value }) {
      if (value?.toString() === 'poison') return dead('poison', 'it cannot be read');
      if (value?.toString() === 'wait') return { kind: 'hold', why: 'told to wait' };
      const before = store.get(key);
      const after = value === null ? undefined : accountOf(value);
      if (before) context.send(delta, before.group, -sign * before.amount);
      if (after) context.send(delta, after.group, sign * after.amount);
      context.send(latestOutput, key, value?.toString() ?? null);
      if (after) store.set(key, after);
      else store.delete(key);
      return ok(undefined);
    },
  };
}

function sumProcessor(context: TaskContext): Processor {
  const store = context.store(totals);
  return {
    process({ key, value }) {
      const sum = (store.get(key) ?? 0) + Number(value);
      store.set(key, sum);
      context.send(sumOutput, key, sum);
      return ok(undefined);
    },
  };
}

/** What the sums must be: over the last event of each account. */
export function expectedSums(events: Iterable<readonly [account: string, value: string | null]>): Map<string, number> {
  const final = new Map(events);
  const sums = new Map<string, number>();
  for (const value of final.values()) {
    if (value === null) continue;
    const { group, amount } = accountOf(Buffer.from(value));
    sums.set(group, (sums.get(group) ?? 0) + amount);
  }
  return new Map([...sums].filter(([, sum]) => sum !== 0));
}

/** Sums as they were published. */
export const readSums = (published: ReadonlyMap<string, Buffer>): Map<string, number> =>
  new Map([...published].map(([group, value]) => [group, Number(value)]));
