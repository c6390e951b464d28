import type { Problem } from './problem.ts';
import { useAnswers } from './useAnswers.ts';

/** One answer of the API, as a view needs it. */
export interface Asking<T> {
  /** The newest answer, while another is under way the former one; null: none yet, show a skeleton. */
  readonly data: T | null;
  /** Whether `data` answers what is asked now; false: show it as old (`data-old`), and `aria-busy`. */
  readonly current: boolean;
  /** When `data` was received, epoch ms: "as of". */
  readonly at: number | null;
  /** Why the last try failed: with `data` a remark ("as of 14:02"), without it `<Failure problem retry={reload} />`. */
  readonly problem: Problem | null;
  readonly reload: () => void;
}

interface AskOptions {
  readonly live?: readonly string[];
  /** Shortest pause between two readings, ms. */
  readonly gap?: number;
}

/**
 * Reads an address and keeps it fresh while somebody looks; null waits. `live` names what makes the answer old: tables
 * of `/api/live` (`requests`, `absence_days`, `employees`, …) and `notices`. A `send` to the same service refreshes it
 * without being named.
 */
export function useAsk<T>(path: string | null, { live = [], gap }: AskOptions = {}): Asking<T> {
  const { data, current, at, problem, reload } = useAnswers(path === null ? [] : [path], live, gap);
  return { data: (data?.[0] ?? null) as T | null, current, at, problem, reload };
}
