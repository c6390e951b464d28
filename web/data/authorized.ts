import { type Answer, exchange, problemOf } from './exchange.ts';
import { refresh, session, token } from './session.ts';

function withToken(init: RequestInit, bearer: string | null): RequestInit {
  const headers = new Headers(init.headers);
  if (!headers.has('accept')) headers.set('accept', 'application/json');
  if (bearer !== null) headers.set('authorization', `Bearer ${bearer}`);
  return { ...init, headers };
}

/**
 * Somebody is signed in, but auth does not answer: then nobody is asked without a token, which would look like the end
 * of the session.
 */
const isUnproven = (bearer: string | null): boolean => bearer === null && session.value.state !== 'signed-out';
const noAnswer = { ok: false, problem: { code: 'network' } } as const;

/** Asks as who is signed in. A token that no longer holds is renewed once, and the question asked again. */
export async function asPerson<T>(path: string, init: RequestInit = {}): Promise<Answer<T>> {
  const bearer = await token();
  if (isUnproven(bearer)) return noAnswer;
  const first = await exchange<T>(path, withToken(init, bearer));
  if (first.ok || first.problem.status !== 401 || first.problem.code !== 'unauthenticated') return first;
  const renewed = await refresh();
  if (renewed === null) return isUnproven(renewed) ? noAnswer : first;
  return exchange<T>(path, withToken(init, renewed));
}

/** The whole answer, for streams and files; rejects where none comes. */
export async function openAsPerson(path: string, init: RequestInit = {}): Promise<Answer<Response>> {
  const bearer = await token();
  if (isUnproven(bearer)) return noAnswer;
  const first = await fetch(path, withToken(init, bearer));
  const renewed = first.status === 401 ? await refresh() : null;
  const response = renewed === null ? first : await fetch(path, withToken(init, renewed));
  return response.ok ? { ok: true, data: response } : { ok: false, problem: await problemOf(response) };
}
