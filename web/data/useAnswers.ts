import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Problem } from './problem.ts';
import { type Resource, resource } from './resource.ts';

/** Answers to several questions at once, as one state. */
export interface Answers {
  /** The newest complete set; after a change of filters the former set until the new one is complete. */
  readonly data: readonly unknown[] | null;
  /** Whether `data` answers the questions asked now. */
  readonly current: boolean;
  readonly at: number | null;
  readonly problem: Problem | null;
  readonly reload: () => void;
}

/** Reads these addresses and keeps them fresh; an empty list waits. */
export function useAnswers(paths: readonly string[], tables: readonly string[], gap?: number): Answers {
  const key = paths.join('\n');
  const held = useSignal<{ readonly key: string; readonly open: readonly Resource[] }>({ key: '', open: [] });
  const last = useRef<readonly unknown[] | null>(null);
  useEffect(() => {
    const open = key === '' ? [] : key.split('\n').map((path) => resource(path, tables, gap));
    const leave = open.map((one) => one.hold());
    held.value = { key, open };
    return () => {
      for (const leaveOne of leave) leaveOne();
    };
  }, [key]);
  const known = useComputed(() => held.value.open.map((one) => one.known.value)).value;
  /** Until the effect has run, what is held answers the questions before. */
  const complete = held.value.key === key && known.length > 0 && known.every(({ at }) => at !== null);
  if (complete) last.current = known.map(({ data }) => data);
  return {
    data: last.current,
    current: complete,
    at: complete ? Math.min(...known.map(({ at }) => at ?? 0)) : null,
    problem: known.find(({ problem }) => problem !== null)?.problem ?? null,
    reload: () => {
      for (const one of held.value.open) one.refresh();
    },
  };
}
