import type { Output, Processor, Store, Subtopology, TaskContext } from '#engine/topology.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { type Outcome, ok } from '#lib/outcome.ts';
import { parseRowKey } from '#statistics/rowKey.ts';
import type { DefinedStatistic } from '#statistics/statistic.ts';
import { addSums, decodeSum, isZero, type Sum } from '#statistics/sum.ts';
import type { StatisticRow } from './outputs.ts';
import { noteStore, sumStore } from './stores.ts';

/** A statistic and where its rows go. */
export interface PublishedStatistic {
  readonly statistic: DefinedStatistic;
  readonly output: Output<StatisticRow | null>;
}

/** By statistic and key: adds changes up, publishes the sums. */
export const sumsSubtopology = (
  sumsTopic: string,
  published: readonly PublishedStatistic[],
  fingerprint: Readonly<Record<string, string>>,
): Subtopology => ({
  name: 'sums',
  sources: [sumsTopic],
  outputs: published.map(({ output }) => output),
  stores: [sumStore, noteStore],
  create: (context) => new Sums(context, published),
  fingerprint,
});

class Sums implements Processor {
  readonly #context: TaskContext;
  readonly #published: ReadonlyMap<string, PublishedStatistic>;
  readonly #sums: Store<Sum>;
  readonly #notes: Store<string>;

  constructor(context: TaskContext, published: readonly PublishedStatistic[]) {
    this.#context = context;
    this.#published = new Map(published.map((entry) => [entry.statistic.name, entry]));
    this.#sums = context.store(sumStore);
    this.#notes = context.store(noteStore);
  }

  /**
   * The sums of a statistic that is gone are dropped, for it would start anew; its rows stay until their topic is
   * removed.
   */
  open(): void {
    for (const [name] of [...this.#notes.range('')]) if (!this.#published.has(name)) this.#retire(name);
    for (const name of this.#published.keys()) if (!this.#notes.get(name)) this.#notes.set(name, 'summed');
  }

  #retire(name: string): void {
    for (const [key] of [...this.#sums.range(`${name}/`)]) this.#sums.delete(key);
    this.#notes.delete(name);
  }

  /** Throws, which stops the task, for a change that cannot be read or that takes back what was never added. */
  process({ key, value }: KafkaRecord): Outcome<void> {
    const [name = '', rowKey = ''] = cut(key);
    const published = this.#published.get(name);
    if (published === undefined || value === null) {
      this.#context.count('retired_changes', { statistic: name });
      return ok(undefined);
    }
    const sum = this.#add(key, decodeSum(value));
    const row = sum && rowOf(published.statistic, rowKey, sum);
    this.#context.send(published.output, rowKey, row);
    return ok(undefined);
  }

  /** The new sum under a key; null when nothing contributes any more. */
  #add(key: string, change: Sum): Sum | null {
    const held = this.#sums.get(key);
    const sum = held ? addSums(held, change) : change;
    if (sum.entities < 0 || (sum.entities === 0 && !isZero(sum)))
      throw new Error(`${key}: more was taken back than was added`);
    if (sum.entities > 0) this.#sums.set(key, sum);
    else this.#sums.delete(key);
    return sum.entities > 0 ? sum : null;
  }
}

/** `<statistic>/<row key>` in two. */
function cut(key: string): [name: string, rowKey: string] {
  const at = key.indexOf('/');
  return [key.slice(0, at), key.slice(at + 1)];
}

const rowOf = (statistic: DefinedStatistic, rowKey: string, { measures }: Sum): StatisticRow => ({
  ...parseRowKey(statistic, rowKey),
  ...Object.fromEntries(Object.keys(statistic.measures).map((name, at) => [name, measures[at] ?? 0])),
});
