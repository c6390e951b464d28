import type { KafkaRecord } from '#lib/kafka/record.ts';
import { type Operation, operationIn } from './operations.ts';
import { spotOf } from './place.ts';
import { type Letter, summaryOf } from './summary.ts';

export const states = ['open', 'replayed', 'closed'] as const;
export type State = (typeof states)[number];

/** A letter, and what became of it. */
export interface Entry extends Letter {
  readonly state: State;
  /** The newest decision on it. */
  readonly operation: Operation | null;
}

/** Every letter of Kafka, without its content, and every decision; the newest letters when there are very many. */
export class Ledger {
  readonly #most: number;
  readonly #letters = new Map<string, Letter>();
  readonly #operations = new Map<string, Operation>();
  /** So many older letters there are that found no room. */
  leftOut = 0;

  constructor(most = 50_000) {
    this.#most = most;
  }

  takeLetters(records: readonly KafkaRecord[]): void {
    for (const record of records) {
      const letter = summaryOf(record);
      this.#letters.set(letter.place, letter);
      const [oldest] = this.#letters.size > this.#most ? this.#letters.keys() : [];
      if (oldest === undefined) continue;
      this.#letters.delete(oldest);
      this.leftOut++;
    }
  }

  takeOperations(records: readonly Pick<KafkaRecord, 'value'>[]): void {
    for (const operation of records.map(operationIn))
      if (operation) this.#operations.set(operation.letter.place, operation);
  }

  /** Forgets the letters before the first offset that each partition still has. */
  expire(lows: ReadonlyMap<number, bigint>): void {
    for (const [place, { spot }] of this.#letters) {
      const at = spot === null ? undefined : spotOf(spot);
      if (at && at.offset < (lows.get(at.partition) ?? 0n)) this.#letters.delete(place);
    }
  }

  /**
   * All letters, those of RabbitMQ's queues included. What was copied to Kafka and still lies in its queue is one
   * letter; so is one whose body is parked.
   */
  entries(inQueues: readonly Letter[] = []): Entry[] {
    const letters = [...this.#letters.values()];
    const parked = new Set(letters.map(({ parked }) => parked));
    const others = inQueues.filter(({ place, bodyOf }) => !this.#letters.has(place) && !parked.has(bodyOf ?? ''));
    return [...letters, ...others].map((letter) => this.#entry(letter));
  }

  #entry(letter: Letter): Entry {
    const known = this.#operations.get(letter.place);
    // A topic that was made anew begins its offsets again: then the decision was on another letter.
    const operation = known && known.letter.at === letter.at ? known : null;
    return { ...letter, state: stateAfter(operation), operation };
  }
}

function stateAfter(operation: Operation | null): State {
  if (operation === null || operation.act === 'reopen') return 'open';
  return operation.act === 'close' ? 'closed' : 'replayed';
}

/** Which letters are meant; what is undefined is not asked for. */
export interface Wanted {
  readonly place?: string | undefined;
  /** `streams` means `streams/people` too. */
  readonly stage?: string | undefined;
  readonly reason?: string | undefined;
  readonly publisher?: string | undefined;
  readonly queue?: string | undefined;
  /** Epoch ms; a letter of which nobody knows when it was given up is always within. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly state?: State | undefined;
}

export const isWanted = (entry: Entry, wanted: Wanted): boolean =>
  (['place', 'reason', 'publisher', 'queue', 'state'] as const).every(
    (name) => wanted[name] === undefined || entry[name] === wanted[name],
  ) &&
  (wanted.stage === undefined || entry.stage === wanted.stage || entry.stage.startsWith(`${wanted.stage}/`)) &&
  (entry.at === null || (entry.at >= (wanted.since ?? 0) && entry.at < (wanted.until ?? Number.POSITIVE_INFINITY)));

/** Newest first; those of unknown age come last. */
export const newestFirst = (one: Entry, other: Entry): number =>
  (other.at ?? 0) - (one.at ?? 0) || Number(one.place > other.place) - Number(one.place < other.place);

export interface Count {
  readonly stage: string;
  readonly reason: string;
  readonly publisher: string;
  readonly count: number;
}

/** How many there are of each stage, reason and publisher, the most first. */
export function countsOf(entries: readonly Entry[]): Count[] {
  const groups = Map.groupBy(entries, ({ stage, reason, publisher }) => JSON.stringify([stage, reason, publisher]));
  return [...groups.values()]
    .map(([first, ...others]) => ({
      stage: first?.stage ?? '',
      reason: first?.reason ?? '',
      publisher: first?.publisher ?? '',
      count: others.length + 1,
    }))
    .sort((one, other) => other.count - one.count);
}
