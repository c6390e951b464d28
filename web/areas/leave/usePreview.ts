import { useEffect, useRef, useState } from 'preact/hooks';
import type { Preview, Wanted } from '#services/vacation/answers.ts';
import { asPerson } from '../../data/authorized.ts';
import { isPassing, withBody } from '../../data/exchange.ts';
import type { Problem } from '../../data/problem.ts';

/** So long after the last change the dry run is asked for, ms. */
const pauseMs = 200;
/** Where no answer can be had it is asked for again after, ms. */
const retryMs = 2000;

export interface Previewing {
  /** Of the newest wish that was answered; old while `current` is false. */
  readonly preview: Preview | null;
  readonly problem: Problem | null;
  readonly current: boolean;
}

/**
 * Counts what is wanted while it is being typed; null: not enough is known yet. `requestId`: it is a change of that
 * request.
 */
export function usePreview(wanted: Wanted | null, requestId?: string): Previewing {
  const [state, setState] = useState<Omit<Previewing, 'current'> & { readonly of: string }>({
    preview: null,
    problem: null,
    of: '',
  });
  const key = wanted === null ? '' : JSON.stringify({ ...wanted, ...(requestId !== undefined && { requestId }) });
  const newest = useRef(key);
  newest.current = key;
  useEffect(() => {
    if (key === '') return;
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    async function count(): Promise<void> {
      const init = { ...withBody('POST', JSON.parse(key)), signal: leaving.signal };
      const answer = await asPerson<Preview>('/api/vacation/requests/preview', init).catch(() => null);
      if (answer === null || newest.current !== key) return;
      if (answer.ok) setState({ preview: answer.data, problem: null, of: key });
      else setState({ preview: null, problem: answer.problem, of: key });
      if (!answer.ok && isPassing(answer.problem)) timer = setTimeout(count, retryMs);
    }
    timer = setTimeout(count, pauseMs);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [key]);
  if (key === '') return { preview: null, problem: null, current: true };
  return { preview: state.preview, problem: state.problem, current: state.of === key };
}
