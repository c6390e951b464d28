import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ask } from './call.ts';
import type { Problem } from './problem.ts';
import { type Asking, useAsk } from './useAsk.ts';

/** A page of rows; `next` is the cursor of the page after it, null at the end. */
interface Page<T> {
  readonly rows: readonly T[];
  readonly next: string | null;
}

interface Further<T> extends Page<T> {
  readonly problem: Problem | null;
}

interface RowsOptions {
  /** What makes the first page old, as `useAsk` takes it. */
  readonly live: readonly string[];
  /** The parameter that takes the cursor. */
  readonly cursor: 'cursor' | 'after';
}

export interface RowsOf<T> extends Omit<Asking<readonly T[]>, 'at'> {
  readonly next: string | null;
  readonly load: () => Promise<void>;
}

/** Rows of a list, page by page; the first page stays live, further ones are read when asked for. */
export function useRows<T>(path: string, { live, cursor }: RowsOptions): RowsOf<T> {
  const { data: first, current, problem, reload } = useAsk<Page<T>>(path, { live });
  const [further, setFurther] = useState<Further<T> | null>(null);
  const newest = useRef(path);
  newest.current = path;
  useEffect(() => setFurther(null), [path]);
  const next = (further ?? first)?.next ?? null;
  async function load(): Promise<void> {
    if (next === null) return;
    const former = further?.rows ?? [];
    const answer = await ask<Page<T>>(`${path}&${cursor}=${encodeURIComponent(next)}`);
    if (newest.current !== path) return;
    if (answer.ok) setFurther({ rows: [...former, ...answer.data.rows], next: answer.data.next, problem: null });
    else setFurther({ rows: former, next, problem: answer.problem });
  }
  const data = useMemo(() => (first === null ? null : [...first.rows, ...(further?.rows ?? [])]), [first, further]);
  return { data, current, problem: further?.problem ?? problem, reload, next, load };
}
