import type { ComponentChildren } from 'preact';
import type { Asking } from '../data/useAsk.ts';
import { Failure } from './Failure.tsx';

interface AnsweredProps<T> {
  readonly of: Pick<Asking<T>, 'data' | 'problem' | 'reload'>;
  /** The class that gives the skeleton its final size. */
  readonly skeleton: string;
  readonly children: (data: T) => ComponentChildren;
}

/** What was asked for: a skeleton until it is known, what went wrong and a way to try again, or the answer. */
export function Answered<T>({ of: { data, problem, reload }, skeleton, children }: AnsweredProps<T>) {
  if (data !== null) return <>{children(data)}</>;
  if (problem !== null) return <Failure problem={problem} retry={reload} />;
  return <div class={`skeleton ${skeleton}`} aria-hidden="true" />;
}

/** How an answer is marked that is not of what is asked now: it is old, and read anew. */
export const freshness = ({ data, current }: Pick<Asking<unknown>, 'data' | 'current'>) => ({
  'aria-busy': !current,
  'data-old': data !== null && !current,
});
