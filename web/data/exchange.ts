import type { Problem } from './problem.ts';

/** What came of a call. `data` is null where the API answers with nothing. */
export type Answer<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly problem: Problem };

/** Whether it may pass by itself: no answer came, or whoever answers cannot for now. */
export const isPassing = ({ code, status = 0 }: Problem): boolean =>
  code === 'network' || status >= 500 || status === 429;

/** An answer that takes longer, ms, counts as none. */
const longestMs = 30_000;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** What an answer that is no success says; its status where it says nothing. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  const said = { status: response.status, title: `${response.status} ${response.statusText}`.trim() };
  return isObject(body) ? { ...said, ...body } : said;
}

/** Asks and reads the answer, whoever asks; no answer is the problem `network`. Rejects only when `signal` aborts. */
export async function exchange<T>(path: string, init: RequestInit = {}): Promise<Answer<T>> {
  const { signal } = init;
  const deadline = AbortSignal.timeout(longestMs);
  const either = signal === null || signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
  try {
    const response = await fetch(path, { ...init, signal: either });
    if (!response.ok) return { ok: false, problem: await problemOf(response) };
    const text = await response.text();
    return { ok: true, data: text === '' ? null : JSON.parse(text) };
  } catch {
    signal?.throwIfAborted();
    return { ok: false, problem: { code: 'network' } };
  }
}

/** The parts of a request that carry a JSON body. */
export const withBody = (method: string, body: unknown): RequestInit & { headers: Record<string, string> } =>
  body === undefined
    ? { method, headers: {} }
    : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
