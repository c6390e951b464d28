import { signal } from '@preact/signals';
import type { SignedIn as Granted } from '#services/auth/answers.ts';
import { type Answer, exchange, withBody } from './exchange.ts';
import type { Problem } from './problem.ts';

type Who = Granted['person'];

/** Who is signed in. `firstName`, `lastName`: null until the directory has said them, or where it knows none. */
export interface SignedIn extends Who {
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/**
 * Whether somebody is signed in. `unknown`: not asked yet. Why nobody is: `never` on this visit, `left` of their own
 * will, `ended` while they worked (then `person` is who it was, and the page stays below the question to sign in
 * again).
 */
export type Session =
  | { readonly state: 'unknown'; readonly problem: Problem | null }
  | { readonly state: 'signed-out'; readonly why: 'never' | 'left' }
  | { readonly state: 'signed-out'; readonly why: 'ended'; readonly person: SignedIn }
  | { readonly state: 'signed-in'; readonly person: SignedIn };

export const session = signal<Session>({ state: 'unknown', problem: null });

type Word = { readonly kind: 'granted'; readonly granted: Granted } | { readonly kind: 'left' };

/** Tabs tell each other; nothing of it is ever stored. */
const tabs = new BroadcastChannel('leaveline.session');
const tell = (word: Word): void => tabs.postMessage(word);

/** The token lives here alone: no storage, no cookie that a script can read. */
let held: Granted | null = null;
let ahead: ReturnType<typeof setTimeout> | undefined;
let running: Promise<string | null> | null = null;

/** So long before its end a token is taken for a new one, ms: a call under way must not outlive it. */
const marginMs = 30_000;
/** Pause before asking again where no answer came, ms. */
const pauseMs = 3000;

const csrf = (): string | null => /(?:^|;\s*)(?:__Host-)?leaveline_csrf=([^;]+)/.exec(document.cookie)?.[1] ?? null;

function post<T>(path: string, body?: unknown): Promise<Answer<T>> {
  const init = withBody('POST', body);
  return exchange<T>(path, { ...init, headers: { ...init.headers, 'x-csrf-token': csrf() ?? '' } });
}

/** Somebody else may have signed in in another tab: what this one shows is not theirs. */
function adopt(granted: Granted): void {
  const former = session.value;
  const who = 'person' in former ? former.person : null;
  if (who !== null && who.employeeId !== granted.person.employeeId) {
    location.reload();
    return;
  }
  held = granted;
  clearTimeout(ahead);
  ahead = setTimeout(
    () => document.hidden || void refresh(),
    Math.max(1000, granted.expiresAt - Date.now() - marginMs),
  );
  const names = who ?? { firstName: null, lastName: null };
  session.value = { state: 'signed-in', person: { ...names, ...granted.person } };
}

function drop(why: 'never' | 'left' | 'ended'): void {
  const former = session.value;
  held = null;
  clearTimeout(ahead);
  if (why === 'ended' && 'person' in former) session.value = { state: 'signed-out', why, person: former.person };
  else session.value = { state: 'signed-out', why: why === 'left' ? 'left' : 'never' };
}

/** Only one tab at a time: a refresh token that came twice would end the session. */
const alone = <T>(work: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? navigator.locks.request('leaveline.session', work) : work();

const fresh = (): string | null => (held !== null && Date.now() < held.expiresAt - marginMs ? held.accessToken : null);

/**
 * Takes the refresh cookie for a new token, unless another tab has just done so. No cookie: nobody is signed in, nobody
 * is asked.
 */
async function renew(stale: string | null): Promise<string | null> {
  if (held !== null && held.accessToken !== stale && fresh() !== null) return held.accessToken;
  if (csrf() === null) {
    drop('ended');
    return null;
  }
  const answer = await post<Granted>('/api/auth/refresh');
  if (answer.ok) {
    adopt(answer.data);
    tell({ kind: 'granted', granted: answer.data });
    return answer.data.accessToken;
  }
  const { problem } = answer;
  if (problem.status === 401 || problem.status === 403) drop('ended');
  else if (session.value.state === 'unknown') {
    session.value = { state: 'unknown', problem };
    setTimeout(() => void refresh(), pauseMs);
  }
  return null;
}

/** A new token; null where there is none to have. Who asks meanwhile gets the same one. */
export function refresh(): Promise<string | null> {
  const stale = held?.accessToken ?? null;
  running ??= alone(() => renew(stale)).finally(() => {
    running = null;
  });
  return running;
}

/** The access token that holds now; null: nobody is signed in, or auth does not answer. */
export async function token(): Promise<string | null> {
  if (session.value.state === 'signed-out') return null;
  const one = fresh() ?? (await refresh());
  return one ?? (held !== null && Date.now() < held.expiresAt ? held.accessToken : null);
}

/** Signs in; `otp_required` is the problem of an account with a second factor. */
export async function signIn(credentials: {
  readonly login: string;
  readonly password: string;
  readonly otp?: string;
}): Promise<Answer<Granted>> {
  const answer = await alone(() => post<Granted>('/api/auth/sign-in', credentials));
  if (!answer.ok) return answer;
  adopt(answer.data);
  tell({ kind: 'granted', granted: answer.data });
  return answer;
}

/** Ends the session here, in every tab, and at auth. Without an answer of auth it goes on, and the problem says so. */
export async function signOut(): Promise<Problem | null> {
  const answer = await alone(() => post<null>('/api/auth/sign-out'));
  if (!answer.ok && answer.problem.status !== 401) return answer.problem;
  drop('left');
  tell({ kind: 'left' });
  return null;
}

/** What the directory says of who is signed in. */
export function learnNames({ firstName, lastName }: Pick<SignedIn, 'firstName' | 'lastName'>): void {
  const now = session.value;
  if (now.state === 'signed-in') session.value = { ...now, person: { ...now.person, firstName, lastName } };
}

/**
 * Finds out quietly who is signed in, and keeps listening to the other tabs. A tab that is seen again looks at its
 * token.
 */
export function beginSession(): void {
  tabs.onmessage = ({ data }: MessageEvent<Word>) => (data.kind === 'granted' ? adopt(data.granted) : drop('left'));
  function look(): void {
    if (!document.hidden && session.value.state === 'signed-in' && fresh() === null) void refresh();
  }
  document.addEventListener('visibilitychange', look);
  window.addEventListener('online', look);
  if (csrf() === null) drop('never');
  else void refresh();
}
