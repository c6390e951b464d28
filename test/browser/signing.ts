import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type EffectiveRoles, type SecondFactorRule, standing } from '../../services/auth/standing.ts';
import { grantedTo, people, type Somebody } from './people.ts';

/** What the fixture's auth answers. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

/** What the page asks of a service. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, string>>;
  readonly as: Somebody;
}

/** The one password that is right, and the one code. */
export const rightPassword = 'correct horse battery';
export const rightCode = '123456';

/** Why not, as every service says it. */
export const problem = (status: number, code: string, more: object = {}): Reply => ({
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

function cookiesOf(as: Somebody | null): string[] {
  const end = as === null ? '; Max-Age=0' : '; Max-Age=3600';
  return [
    `leaveline_refresh=${as ?? ''}; HttpOnly; SameSite=Strict; Path=/api/auth${end}`,
    `leaveline_csrf=${as === null ? '' : `csrf-${as}`}; SameSite=Strict; Path=/${end}`,
  ];
}

/** Codes that are shown once. */
export const recoveryCodes: readonly string[] = ['aaaa-1111', 'bbbb-2222', 'cccc-3333', 'dddd-4444'];

const chromeOn = (system: string): string => `Mozilla/5.0 (${system}) AppleWebKit/537.36 Chrome/150.0 Safari/537.36`;
const done: Reply = { status: 204, body: null };

/** Somebody's own account as the page sees it: sessions, password, second factor. */
class Account {
  /** Who is asked for a code. */
  readonly factors = new Set<Somebody>(['admin']);
  /** Whom it is asked of. */
  rule: SecondFactorRule = 'optional';
  passwordAt = Date.parse('2026-01-15T09:00:00Z');
  sessions = ['X11; Linux x86_64', 'iPhone; CPU iPhone OS 20_0 like Mac OS X', 'Windows NT 10.0; Win64; x64'].map(
    (system, at) => ({
      sessionId: `session-${at}`,
      createdAt: Date.now() - 86_400_000,
      usedAt: Date.now() - at * 3_600_000,
      endsAt: Date.now() + 86_400_000,
      ip: '192.0.2.7',
      userAgent: chromeOn(system),
      isThis: at === 0,
    }),
  );

  me(as: Somebody): Reply {
    const { employeeId, login } = people[as];
    const hasSecondFactor = this.factors.has(as);
    const factor = { hasSecondFactor, recoveryCodesLeft: hasSecondFactor ? recoveryCodes.length : 0 };
    return {
      status: 200,
      body: { employeeId, login, ...this.standing(as), locale: 'uk', ...factor, passwordAt: this.passwordAt },
    };
  }

  standing(as: Somebody): EffectiveRoles {
    return standing(this.rule, this.factors.has(as), people[as].roles);
  }

  /** null: not about an account. */
  answer(at: string, body: Readonly<Record<string, string>>, as: Somebody): Reply | null {
    if (at === 'GET /api/auth/sessions') return { status: 200, body: { sessions: this.sessions } };
    if (at.startsWith('DELETE /api/auth/sessions')) return this.#end(at.split('/')[4]);
    if (at === 'POST /api/auth/password') return this.#change(body);
    if (at === 'POST /api/auth/mfa/totp/confirm') return this.#enrol(body, as);
    if (!at.startsWith('POST /api/auth/mfa/totp')) return null;
    if (body.password !== rightPassword) return problem(422, 'wrong_password');
    if (!at.endsWith('/remove'))
      return {
        status: 200,
        body: { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Leaveline?secret=JBSWY3DPEHPK3PXP' },
      };
    this.factors.delete(as);
    return done;
  }

  #end(sessionId: string | undefined): Reply {
    const stays = (one: { sessionId: string; isThis: boolean }) =>
      sessionId === undefined ? one.isThis : one.sessionId !== sessionId;
    this.sessions = this.sessions.filter(stays);
    return done;
  }

  #change({ currentPassword, newPassword }: Readonly<Record<string, string>>): Reply {
    if (currentPassword !== rightPassword) return problem(422, 'wrong_password');
    if (newPassword === 'password') return problem(422, 'password_too_common');
    this.passwordAt = Date.now();
    return this.#end(undefined);
  }

  #enrol({ code }: Readonly<Record<string, string>>, as: Somebody): Reply {
    if (code !== rightCode) return problem(422, 'wrong_code');
    this.factors.add(as);
    return { status: 200, body: { recoveryCodes } };
  }
}

/**
 * Auth as the page sees it: cookies with CSRF, tokens that can be made to hold no longer, accounts with their moods.
 */
export class Signing {
  /** Tokens that hold. */
  readonly tokens = new Map<string, Somebody>();
  /** Whether refreshing is refused: every session has ended. */
  over = false;
  /** How long new tokens hold, ms. */
  lastsMs = 300_000;
  readonly account = new Account();
  #count = 0;

  answer(request: IncomingMessage, path: string, body: Readonly<Record<string, string>>): Reply {
    if (path === '/api/auth/refresh') return this.#refresh(request);
    if (path === '/api/auth/sign-in') return this.#signIn(body);
    if (path === '/api/auth/sign-out') return { status: 204, body: null, headers: { 'set-cookie': cookiesOf(null) } };
    const as = bearerOf(request, this.tokens);
    if (path === '/api/auth/me') return as === null ? nobody : this.account.me(as);
    const own = as === null ? null : this.account.answer(`${request.method} ${path}`, body, as);
    return own ?? this.#errand(path, body);
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
    const body = grantedTo(as, token, { lastsMs: this.lastsMs, ...this.account.standing(as) });
    return { status: 200, body, headers: { 'set-cookie': cookiesOf(as) } };
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

  /** Mails and links: a link of only `o` is over, a password `password` is too weak. */
  #errand(path: string, { token = '', password, newPassword }: Readonly<Record<string, string>>): Reply {
    if (/^o+$/.test(token)) return problem(422, 'link_over');
    if ((password ?? newPassword) === 'password') return problem(422, 'password_too_common');
    if (/\/(registrations|forgotten)$/.test(path)) return { status: 202, body: null };
    if (/\/(confirm|reset)$/.test(path)) return { status: 204, body: null };
    return problem(404, 'not_found');
  }
}
