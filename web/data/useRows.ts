import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ask } from './call.ts';
import type { Problem } from './problem.ts';
import { useAnswers } from './useAnswers.ts';

/** A page of rows; `next` is the cursor of the page after it, null at the end. */
interface Page<T> {
  readonly rows: readonly T[];
  readonly next: string | null;
}

/** Rows of a list, page by page; the first page stays live, further ones are read when asked for. */
export function useRows<T>(path: string, table: string) {
  const { data, current, problem, retry } = useAnswers([path], [table]);
  const first = data?.[0] as Page<T> | undefined;
  const [more, setMore] = useState<{
    readonly rows: readonly T[];
    readonly next: string | null;
    readonly problem: Problem | null;
  } | null>(null);
  const newest = useRef(path);
  newest.current = path;
  useEffect(() => setMore(null), [path]);
  const next = more === null ? (first?.next ?? null) : more.next;
  async function load(): Promise<void> {
    if (next === null) return;
    const answer = await ask<Page<T>>(`${path}&cursor=${encodeURIComponent(next)}`);
    if (newest.current !== path) return;
    if (!answer.ok) return setMore({ rows: more?.rows ?? [], next, problem: answer.problem });
    const page = answer.data;
    setMore({ rows: [...(more?.rows ?? []), ...page.rows], next: page.next ?? null, problem: null });
  }
  const rows = useMemo(() => (first === undefined ? null : [...first.rows, ...(more?.rows ?? [])]), [first, more]);
  return { rows, current, problem: more?.problem ?? problem, retry, next, load };
}
