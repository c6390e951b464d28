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

export interface Resource {
  readonly known: Signal<Known>;
  /** Tables whose change makes this answer old. */
  readonly tables: ReadonlySet<string>;
  refresh(): void;
  /** Counts a reader; the returned function takes it back. The last one to leave aborts what is under way. */
  hold(): () => void;
}

/** An answer is asked for again at most this often, and never more than a fifth of the time it takes. */
const SHORTEST_GAP = 250;
const nothing: Known = { data: undefined, at: null, busy: false, problem: null };
const resources = new Map<string, Resource>();

/** The one resource of an address: panels that need the same answer share the request. */
export const resource = (path: string, tables: readonly string[], gap = SHORTEST_GAP): Resource => {
  const existing = resources.get(path);
  if (existing !== undefined) return existing;
  const made = open(path, tables, gap);
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

const open = (path: string, tables: readonly string[], gap: number): Resource => {
  const known = signal<Known>(nothing);
  let readers = 0;
  let running: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let notBefore = 0;
  let again = false;

  const ask = async (): Promise<void> => {
    const mine = new AbortController();
    const began = performance.now();
    running = mine;
    again = false;
    known.value = { ...known.value, busy: true };
    const result = await read(path, mine.signal).catch(() => ({ data: undefined, problem: { code: 'network' } }));
    if (running !== mine) return;
    running = null;
    notBefore = performance.now() + Math.max(gap, 4 * (performance.now() - began));
    known.value =
      result.problem === null
        ? { data: result.data, at: Date.now(), busy: false, problem: null }
        : { ...known.value, busy: false, problem: result.problem };
    if (again) refresh();
  };

  const refresh = (): void => {
    if (running !== null) again = true;
    else {
      clearTimeout(timer);
      timer = setTimeout(ask, Math.max(0, notBefore - performance.now()));
    }
  };

  const leave = (): void => {
    readers -= 1;
    if (readers > 0) return;
    clearTimeout(timer);
    running?.abort();
    running = null;
    resources.delete(path);
  };

  return {
    known,
    tables: new Set(tables),
    refresh,
    hold: () => {
      readers += 1;
      if (readers === 1) void ask();
      return leave;
    },
  };
};
