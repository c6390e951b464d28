import { type Signal, signal } from '@preact/signals';
import type { Problem } from './contract.ts';

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
const SHORTEST_GAP = 250;
const nothing: Known = { data: undefined, at: null, busy: false, problem: null };
const resources = new Map<string, Resource>();

/** The one resource of an address: panels that need the same answer share the request. */
export const resource = (path: string, tables: readonly string[], gap = SHORTEST_GAP): Resource => {
  const existing = resources.get(path);
  if (existing !== undefined) return existing;
  const made = new Resource(path, tables, gap);
  resources.set(path, made);
  return made;
};

/** Resources that somebody looks at. */
export const openResources = (): Iterable<Resource> => resources.values();

const readProblem = async (response: Response): Promise<Problem> => {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === 'object' && body !== null) return body;
  return { title: `${response.status} ${response.statusText}`.trim() };
};

const read = async (path: string, signal: AbortSignal): Promise<Pick<Known, 'data' | 'problem'>> => {
  const response = await fetch(path, { signal, headers: { accept: 'application/json' } });
  if (!response.ok) return { data: undefined, problem: await readProblem(response) };
  return { data: await response.json(), problem: null };
};

/** An answer of the API that is kept fresh while somebody looks at it. */
export class Resource {
  readonly known: Signal<Known> = signal<Known>(nothing);
  /** Tables whose change makes this answer old. */
  readonly tables: ReadonlySet<string>;
  readonly #path: string;
  readonly #gap: number;
  #readers = 0;
  #running: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #notBefore = 0;
  /** Whether something changed while a request was under way, whose answer may or may not have it. */
  #again = false;

  constructor(path: string, tables: readonly string[], gap: number) {
    this.#path = path;
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
    resources.delete(this.#path);
  }

  async #ask(): Promise<void> {
    const mine = new AbortController();
    const began = performance.now();
    this.#running = mine;
    this.#again = false;
    this.known.value = { ...this.known.value, busy: true };
    const result = await read(this.#path, mine.signal).catch(() => ({ data: undefined, problem: { code: 'network' } }));
    if (this.#running !== mine) return;
    this.#running = null;
    const now = performance.now();
    this.#notBefore = now + Math.max(this.#gap, 4 * (now - began));
    this.#learn(result);
    if (this.#again) this.refresh();
  }

  #learn({ data, problem }: Pick<Known, 'data' | 'problem'>): void {
    const known = this.known.value;
    this.known.value =
      problem === null ? { data, at: Date.now(), busy: false, problem } : { ...known, busy: false, problem };
  }
}
