import type { ComponentChildren } from 'preact';
import type { Asking } from '../data/useAsk.ts';
import { Failure } from './Failure.tsx';

interface NotYetProps {
  readonly of: Pick<Asking<unknown>, 'problem' | 'reload'>;
  /** The class that gives the skeleton its final size. */
  readonly skeleton: string;
}

/** What was asked for is not there: a skeleton, or what went wrong and a way to try again. */
export const NotYet = ({ of: { problem, reload }, skeleton }: NotYetProps) =>
  problem === null ? (
    <div class={`skeleton ${skeleton}`} aria-hidden="true" />
  ) : (
    <Failure problem={problem} retry={reload} />
  );

interface AnsweredProps<T> extends NotYetProps {
  readonly of: Pick<Asking<T>, 'data' | 'problem' | 'reload'>;
  readonly children: (data: T) => ComponentChildren;
}

/** What was asked for, once it is there. */
export function Answered<T>({ of, skeleton, children }: AnsweredProps<T>) {
  if (of.data === null) return <NotYet of={of} skeleton={skeleton} />;
  return <>{children(of.data)}</>;
}

/** How an answer is marked that is not of what is asked now: it is old, and read anew. */
export const freshness = ({ data, current }: Pick<Asking<unknown>, 'data' | 'current'>) => ({
  'aria-busy': !current,
  'data-old': data !== null && !current,
});
