import { asPerson, openAsPerson } from './authorized.ts';
import { type Answer, withBody } from './exchange.ts';
import type { Problem } from './problem.ts';
import { refreshUnder } from './resource.ts';

export interface SendOptions {
  /** The version that the reader saw; the API answers 412 when there is a newer one. */
  readonly ifMatch?: number | string;
  /** Names this act, so that it is done once however often it is sent: then a lost answer is asked for again. */
  readonly idempotencyKey?: string;
}

/** Pauses before an act with an idempotency key is sent again, ms. */
const pauses = [1000, 3000];

const headersOf = ({ ifMatch, idempotencyKey }: SendOptions): Record<string, string> => ({
  ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
  ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
});

/**
 * Asks once, as who is signed in; views use `useAsk`, which keeps the answer fresh. Rejects only when `signal` aborts.
 */
export const ask = <T>(path: string, signal?: AbortSignal): Promise<Answer<T>> =>
  asPerson<T>(path, signal === undefined ? {} : { signal });

/**
 * Does something, as who is signed in. Afterwards, or where somebody was faster, every open answer of the same service
 * (`/api/vacation/…`) is read anew, so a page changes nothing by hand. Never rejects: `problem.faults` are for the
 * fields, `problem.code` chooses the words.
 */
export async function send<T = null>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  options: SendOptions = {},
): Promise<Answer<T>> {
  const init = withBody(method, body);
  const whole = { ...init, headers: { ...init.headers, ...headersOf(options) } };
  let answer = await asPerson<T>(path, whole);
  for (const pause of options.idempotencyKey === undefined ? [] : pauses) {
    if (answer.ok || answer.problem.code !== 'network') break;
    await new Promise((next) => setTimeout(next, pause));
    answer = await asPerson<T>(path, whole);
  }
  if (answer.ok || answer.problem.code === 'stale') refreshUnder(path.split('/').slice(0, 3).join('/'));
  return answer;
}

const nameIn = (response: Response): string | null =>
  /filename="?([^";]+)"?/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? null;

/** Saves a file that only who is signed in may read, under the name that the API gives it. Answers why it could not. */
export async function save(path: string, name: string): Promise<Problem | null> {
  const answer = await openAsPerson(path).catch(() => null);
  if (answer === null) return { code: 'network' };
  if (!answer.ok) return answer.problem;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.data.blob());
  link.download = nameIn(answer.data) ?? name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return null;
}
