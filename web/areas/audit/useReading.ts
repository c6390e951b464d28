import { useEffect, useRef, useState } from 'preact/hooks';
import { ask } from '../../data/call.ts';
import { isPassing } from '../../data/exchange.ts';
import type { Problem } from '../../data/problem.ts';

interface Reading<T> {
  /** Answers so far, in the order asked for; of the search before as long as `current` is false. */
  readonly pages: readonly T[];
  readonly current: boolean;
  /** When the first of them came, epoch ms; null: none has. */
  readonly at: number | null;
  /** Whether an answer is under way. */
  readonly busy: boolean;
  readonly problem: Problem | null;
}

/** Where no answer can be had it is asked for again after, ms. */
const retryMs = 3000;

const nothing = { pages: [], current: false, at: null, busy: true, problem: null };

/**
 * Reads an address once. Each look at the audit is an event of its own, so nothing is read anew unless somebody asks:
 * `again` from the start, `more` a further page. Only what nobody answered is asked for again by itself.
 */
export function useReading<T>(path: string) {
  const [reading, setReading] = useState<Reading<T>>(nothing);
  const [round, setRound] = useState(0);
  const running = useRef<AbortController | null>(null);
  async function read(from: string, further: boolean): Promise<void> {
    running.current?.abort();
    const mine = new AbortController();
    running.current = mine;
    setReading((former) => ({ ...former, current: further, busy: true, problem: null }));
    const answer = await ask<T>(from, mine.signal).catch(() => null);
    if (answer === null || running.current !== mine) return;
    setReading((former) => {
      if (!answer.ok) return { ...(further ? former : nothing), current: true, busy: false, problem: answer.problem };
      const pages = further ? [...former.pages, answer.data] : [answer.data];
      return { pages, current: true, at: further ? former.at : Date.now(), busy: false, problem: null };
    });
  }
  const { problem } = reading;
  useEffect(() => {
    if (problem === null || !isPassing(problem)) return;
    const timer = setTimeout(() => setRound(round + 1), retryMs);
    return () => clearTimeout(timer);
  }, [problem]);
  useEffect(() => {
    void read(path, false);
    return () => running.current?.abort();
  }, [path, round]);
  return { ...reading, again: () => setRound(round + 1), more: (next: string) => void read(next, true) };
}
