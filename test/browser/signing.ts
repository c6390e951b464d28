import type { IncomingMessage } from 'node:http';
import { grantedTo, people, type Somebody } from './people.ts';

/** What the fixture's auth answers. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

/** The one password that is right, and the one code. */
export const rightPassword = 'correct horse battery';
export const rightCode = '123456';

const problem = (status: number, code: string, more: object = {}): Reply => ({
  status,
  body: { status, code, title: code, detail: `English of ${code}.`, remedy: 'English remedy.', ...more },
});

/** 401, as every service says it. */
export const nobody = problem(401, 'unauthenticated');

const isSomebody = (text: string): text is Somebody => text in people;
const named = (text: string): Somebody | null => (isSomebody(text) ? text : null);

const cookieOf = (request: IncomingMessage, name: string): string =>
  new RegExp(`(?:^|; )${name}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1] ?? '';

/** Whom the bearer token is of. */
export const bearerOf = (request: IncomingMessage, tokens: ReadonlyMap<string, Somebody>): Somebody | null =>
  tokens.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '') ?? null;

const cookiesOf = (as: Somebody | null): string[] => {
  const end = as === null ? '; Max-Age=0' : '; Max-Age=3600';
  return [
    `leaveline_refresh=${as ?? ''}; HttpOnly; SameSite=Strict; Path=/api/auth${end}`,
    `leaveline_csrf=${as === null ? '' : `csrf-${as}`}; SameSite=Strict; Path=/${end}`,
  ];
};

/** Auth as the page sees it: cookies with CSRF, tokens that can be made to hold no longer, accounts with their moods. */
export class Signing {
  /** Tokens that hold. */
  readonly tokens = new Map<string, Somebody>();
  /** Whether refreshing is refused: every session has ended. */
  over = false;
  /** How long new tokens hold, ms. */
  lastsMs = 300_000;
  #count = 0;

  answer(request: IncomingMessage, path: string, body: Readonly<Record<string, string>>): Reply {
    if (path === '/api/auth/refresh') return this.#refresh(request);
    if (path === '/api/auth/sign-in') return this.#signIn(body);
    if (path === '/api/auth/sign-out') return { status: 204, body: null, headers: { 'set-cookie': cookiesOf(null) } };
    if (path === '/api/auth/me') return this.#me(request);
    return this.#errand(path, body);
  }

  #refresh(request: IncomingMessage): Reply {
    const as = named(cookieOf(request, 'leaveline_refresh'));
    if (as === null || this.over) return nobody;
    return request.headers['x-csrf-token'] === `csrf-${as}` ? this.#grant(as) : problem(403, 'csrf');
  }

  #grant(as: Somebody): Reply {
    this.#count += 1;
    const token = `token-${as}-${this.#count}`;
    this.tokens.set(token, as);
    return { status: 200, body: grantedTo(as, token, this.lastsMs), headers: { 'set-cookie': cookiesOf(as) } };
  }

  /** `admin` has a second factor; `slow@` has tried too often. */
  #signIn({ login = '', password, otp }: Readonly<Record<string, string>>): Reply {
    if (login.startsWith('slow@')) return problem(429, 'too_many_requests', { facts: { seconds: 40 } });
    const as = named(Object.entries(people).find(([, person]) => person.login === login)?.[0] ?? '');
    if (as === null || password !== rightPassword) return problem(401, 'sign_in_refused');
    if (as === 'admin' && otp === undefined) return problem(401, 'otp_required');
    if (as === 'admin' && otp !== rightCode) return problem(401, 'sign_in_refused');
    this.over = false;
    return this.#grant(as);
  }

  #me(request: IncomingMessage): Reply {
    const as = bearerOf(request, this.tokens);
    if (as === null) return nobody;
    const { employeeId, login, roles } = people[as];
    const factor = { hasSecondFactor: as === 'admin', recoveryCodesLeft: 0, passwordAt: Date.now() };
    return { status: 200, body: { employeeId, login, roles, locale: 'uk', ...factor } };
  }

  /** Mails and links: a link of only `o` is over, a password `password` is too weak. */
  #errand(path: string, { token = '', password, newPassword }: Readonly<Record<string, string>>): Reply {
    if (/^o+$/.test(token)) return problem(422, 'link_over');
    if ((password ?? newPassword) === 'password') return problem(422, 'password_too_common');
    if (/\/(registrations|forgotten)$/.test(path)) return { status: 202, body: null };
    if (/\/(confirm|reset)$/.test(path)) return { status: 204, body: null };
    return problem(404, 'not_found');
  }
}
