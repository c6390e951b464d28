import { useEffect, useRef, useState } from 'preact/hooks';
import type { DirectoryEntry, DirectoryPage } from '#services/user/answers.ts';
import { ask } from '../../data/call.ts';
import type { Problem } from '../../data/problem.ts';
import { useAsk } from '../../data/useAsk.ts';

/** Whom of the directory somebody wants to see. */
export interface Wanted {
  /** Part of a name, a mail address or a number. */
  readonly q: string;
  /** '' is every one. */
  readonly department: string;
  readonly who: Who;
}

export const whos = ['here', 'left', 'all'] as const;
export type Who = (typeof whos)[number];

const pageSize = 50;
const actives: Readonly<Record<Who, string | null>> = { here: 'true', left: 'false', all: null };

/** The address of the first page. */
function pathOf({ q, department, who }: Wanted): string {
  const active = actives[who];
  const query = new URLSearchParams({
    ...(q.trim() !== '' && { q: q.trim() }),
    ...(department !== '' && { department }),
    ...(active !== null && { active }),
    limit: String(pageSize),
  });
  return `/api/user/people?${query}`;
}

interface More {
  readonly rows: readonly DirectoryEntry[];
  readonly next: string | null;
  readonly problem: Problem | null;
}

/** The directory, page by page; the first page stays live, further ones are read when asked for. */
export function useDirectory(wanted: Wanted) {
  const path = pathOf(wanted);
  const { data, current, problem, reload } = useAsk<DirectoryPage>(path, { live: ['employees'] });
  const [more, setMore] = useState<More | null>(null);
  const newest = useRef(path);
  newest.current = path;
  useEffect(() => setMore(null), [path]);
  const next = more === null ? (data?.next ?? null) : more.next;
  async function load(): Promise<void> {
    if (next === null) return;
    const former = more?.rows ?? [];
    const answer = await ask<DirectoryPage>(`${path}&after=${encodeURIComponent(next)}`);
    if (newest.current !== path) return;
    if (answer.ok) setMore({ rows: [...former, ...answer.data.rows], next: answer.data.next, problem: null });
    else setMore({ rows: former, next, problem: answer.problem });
  }
  const rows = data === null ? null : [...data.rows, ...(more?.rows ?? [])];
  return { rows, current, problem: more?.problem ?? problem, reload, next, load };
}
