import { type Signal, signal } from '@preact/signals';
import { asPerson } from './authorized.ts';
import { isPassing } from './exchange.ts';
import type { Problem } from './problem.ts';

/** What is known of one address of the API. `data` outlives a failed or running refresh. */
export interface Known {
  readonly data: unknown;
  /** When `data` was received, epoch ms; null: never. */
  readonly at: number | null;
  readonly busy: boolean;
  /** Why the last try failed; null when it did not. */
  readonly problem: Problem | null;
}

/** An answer is asked for again at most this often, ms, and never more than a fifth of the time it takes. */
const shortestGapMs = 250;
/** Where no answer can be had for now it is asked for again by itself, after pauses that double, ms. */
const firstPauseMs = 2000;
const longestPauseMs = 30_000;
const nothing: Known = { data: undefined, at: null, busy: false, problem: null };
const resources = new Map<string, Resource>();

/** Answers on the page that could not be read anew: when each was received, epoch ms, by its address. */
export const overdue = signal<ReadonlyMap<string, number>>(new Map());

/** The one resource of an address: panels that need the same answer share the request. */
export function resource(path: string, tables: readonly string[], gap = shortestGapMs): Resource {
  const existing = resources.get(path);
  if (existing !== undefined) return existing;
  const made = new Resource(path, tables, gap);
  resources.set(path, made);
  return made;
}

/** Whoever did something through a service reads what it shows of it anew. */
export function refreshUnder(prefix: string): void {
  const isUnder = ({ path }: Resource): boolean => path.startsWith(prefix) && /^[/?]/.test(path.slice(prefix.length));
  for (const one of resources.values()) if (isUnder(one)) one.refresh();
}

/** Changes of these tables may have made answers old. */
export function refreshTables(tables: readonly string[]): void {
  const changed = new Set(tables);
  for (const one of resources.values()) if ([...one.tables].some((table) => changed.has(table))) one.refresh();
}

/** Everything on the page may be old. */
export function refreshAll(): void {
  for (const one of resources.values()) one.refresh();
}

/** An answer of the API that is kept fresh while somebody looks at it. */
export class Resource {
  readonly known: Signal<Known> = signal<Known>(nothing);
  /** Tables whose change makes this answer old. */
  readonly tables: ReadonlySet<string>;
  readonly path: string;
  readonly #gap: number;
  #readers = 0;
  #running: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #notBefore = 0;
  #pause = firstPauseMs;
  /** Whether something changed while a request was under way, whose answer may or may not have it. */
  #again = false;

  constructor(path: string, tables: readonly string[], gap: number) {
    this.path = path;
    this.tables = new Set(tables);
    this.#gap = gap;
  }

  /** Counts a reader; the returned function takes it back. The last one to leave aborts what is under way. */
  hold(): () => void {
    this.#readers += 1;
    if (this.#readers === 1) void this.#ask();
    return () => {
      this.#readers -= 1;
      if (this.#readers === 0) this.#close();
    };
  }

  /** Asks again as soon as the pause allows it. */
  refresh(): void {
    if (this.#running !== null) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), Math.max(0, this.#notBefore - performance.now()));
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.#running = null;
    resources.delete(this.path);
    this.#sayOverdue(false);
  }

  async #ask(): Promise<void> {
    const mine = new AbortController();
    const began = performance.now();
    this.#running = mine;
    this.#again = false;
    this.known.value = { ...this.known.value, busy: true };
    const answer = await asPerson(this.path, { signal: mine.signal }).catch(() => null);
    if (answer === null || this.#running !== mine) return;
    this.#running = null;
    const now = performance.now();
    this.#notBefore = now + Math.max(this.#gap, 4 * (now - began));
    if (answer.ok) this.known.value = { data: answer.data, at: Date.now(), busy: false, problem: null };
    else this.known.value = { ...this.known.value, busy: false, problem: answer.problem };
    const { problem } = this.known.value;
    const passing = problem !== null && isPassing(problem);
    this.#sayOverdue(passing);
    if (!passing) this.#pause = firstPauseMs;
    if (this.#again) this.refresh();
    else if (passing) this.#retryLater();
  }

  #sayOverdue(is: boolean): void {
    const { at } = this.known.value;
    if (overdue.value.has(this.path) === (is && at !== null)) return;
    const others = [...overdue.value].filter(([path]) => path !== this.path);
    overdue.value = new Map(is && at !== null ? [...others, [this.path, at]] : others);
  }

  /** What passes heals by itself; any other problem is for the reader to decide. */
  #retryLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), this.#pause);
    this.#pause = Math.min(longestPauseMs, this.#pause * 2);
  }
}
