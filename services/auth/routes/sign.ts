import type { Context } from 'koa';
import { z } from 'zod';
import { Problem, refused, unauthenticated } from '#lib/http/problem.ts';
import type { Asked } from '#lib/http/routes.ts';
import { jwksPath } from '#schemas/access/tokens.ts';
import { type Route, route } from '../../common/http/route.ts';
import { type AuthWorld, act, actOn, type From } from '../act.ts';
import { confirmAddress } from '../addressChange.ts';
import * as answers from '../answers.ts';
import { deviceOf, give, giveDevice, isOurPage, noCsrf, refreshTokenOf, takeBack } from '../cookies.ts';
import { checkStrength } from '../passwords.ts';
import { tellStray } from '../rates.ts';
import type { Attempt } from '../refusals.ts';
import { confirm, register } from '../registration.ts';
import { end, type Granted, refresh, sessionOf } from '../sessions.ts';
import { signIn } from '../signIn.ts';
import type { SessionRow } from '../tables.ts';
import { anyone } from './access.ts';

type Anybody = Pick<Asked<unknown, unknown, unknown, unknown>, 'ip' | 'userAgent' | 'traceparent' | 'context'>;

export const fromOf = ({ ip, userAgent, traceparent, context }: Anybody): From => ({
  ip,
  userAgent,
  device: deviceOf(context),
  traceparent,
});

/** One answer for an unknown login, a wrong password, a lock and a disabled account. */
const signInRefused = (): Problem =>
  new Problem({
    status: 401,
    code: 'sign_in_refused',
    title: 'Not signed in',
    detail: 'Login or password is wrong, or the account is locked for now.',
    remedy: 'Check both; after several wrong ones wait some minutes, or ask for a new password.',
  });

const otpRequired = (): Problem =>
  new Problem({
    status: 401,
    code: 'otp_required',
    title: 'One step more',
    detail: 'This account asks for a second factor.',
    remedy: 'Send the code of the authenticator, or a recovery code, as `otp`.',
  });

export const linkOver = () =>
  refused('link_over', 'The link has been used, or has expired.', { remedy: 'Ask for a new one.' });

/** Cookies and tokens of what was granted. */
async function granted(world: AuthWorld, context: Context, { person, rolesWithheld, refreshToken, endsAt }: Granted) {
  const csrfToken = give(world, context, { id: person.sessionId, refreshToken, endsAt });
  const { token, expiresAt } = await world.keys.sign(person);
  const { employeeId, locale, roles } = person;
  return { accessToken: token, expiresAt, csrfToken, person: { employeeId, locale, roles, rolesWithheld } };
}

const registering = (world: AuthWorld): Route =>
  anyone.post('/registrations', {
    summary: 'Ask for an account; a mail says how to go on',
    body: answers.registration,
    status: 202,
    answer: 'nothing',
    handle: async (asked) => {
      checkStrength(asked.body.password, asked.body.email);
      await register(world, fromOf(asked), asked.body);
    },
  });

interface MailedLink {
  readonly path: string;
  readonly summary: string;
  /** False when the link holds no longer. */
  readonly confirm: (world: AuthWorld, from: From, token: string) => Promise<boolean>;
}

const mailedLinks: readonly MailedLink[] = [
  { path: '/registrations/confirm', summary: 'Make the account that a mailed link is for', confirm },
  {
    path: '/address/confirm',
    summary: 'Confirm an address to sign in with, or agree to it, by a mailed link',
    confirm: confirmAddress,
  },
];

const confirming = (world: AuthWorld): Route[] =>
  mailedLinks.map(({ path, summary, confirm }) =>
    anyone.post(path, {
      summary,
      body: answers.confirmation,
      answer: 'nothing',
      handle: async (asked) => {
        if (!(await confirm(world, fromOf(asked), asked.body.token))) throw linkOver();
      },
    }),
  );

const signingIn = (world: AuthWorld): Route =>
  anyone.post('/sign-in', {
    summary: 'Sign in; sets the cookies of a new session',
    body: answers.credentials,
    answer: answers.signedIn,
    handle: async (asked) => {
      const result = await signIn(world, fromOf(asked), asked.body);
      if (result.kind === 'otp_required') throw otpRequired();
      if (result.kind === 'refused') throw signInRefused();
      // The cookie is about to be another session's: the one that this browser held until now ends.
      const before = await held(world, asked.context);
      if (before) await signOut(world, fromOf(asked), before.session);
      const answer = await granted(world, asked.context, result.granted);
      giveDevice(world, asked.context, result.granted.device);
      return answer;
    },
  });

/** The session of the cookie that came; null where there is none. */
async function held(world: AuthWorld, context: Context): Promise<Held | null> {
  const token = refreshTokenOf(world, context);
  const session = token === undefined ? undefined : await sessionOf(world, token);
  return token !== undefined && session ? { token, session } : null;
}

/** As `held`; 403 when no page of ours asks. That, and a token that nobody holds, are events. */
async function heldByOurPage(world: AuthWorld, asked: Anybody, action: Attempt['action']): Promise<Held | null> {
  const found = await held(world, asked.context);
  if (!found && refreshTokenOf(world, asked.context) !== undefined)
    await tell(world, asked, { action }, 'unknown_token');
  if (!found || isOurPage(world, asked.context, found.session.session_id)) return found;
  await tell(world, asked, { action, employeeId: found.session.employee_id }, 'csrf');
  throw noCsrf();
}

interface Held {
  readonly token: string;
  readonly session: SessionRow;
}

function tell(world: AuthWorld, asked: Anybody, attempt: Omit<Attempt, 'from'>, reason: string): Promise<void> {
  const from = fromOf(asked);
  return act(world, from, (work) => tellStray(world, work, { ...attempt, from }, reason));
}

const signOut = (world: AuthWorld, from: From, { employee_id, session_id }: SessionRow) =>
  actOn(world, from, { employee_id }, (work, account) =>
    end(work, account, 'signed_out', { which: (one) => one.session_id === session_id }),
  );

const refreshing = (world: AuthWorld): Route =>
  anyone.post('/refresh', {
    summary: 'A new access token for the session of the cookie; needs x-csrf-token',
    answer: answers.signedIn,
    handle: async (asked) => {
      const found = await heldByOurPage(world, asked, 'refresh');
      if (!found) throw unauthenticated('There is no session.');
      const given = await refresh(world, fromOf(asked), found.token);
      if (given) return granted(world, asked.context, given);
      throw unauthenticated('The session has ended.');
    },
  });

const signingOut = (world: AuthWorld): Route =>
  anyone.post('/sign-out', {
    summary: 'End the session of the cookie; needs x-csrf-token',
    answer: 'nothing',
    handle: async (asked) => {
      const found = await heldByOurPage(world, asked, 'sign_out');
      if (found) await signOut(world, fromOf(asked), found.session);
      takeBack(world, asked.context);
    },
  });

const publicKeys = (world: AuthWorld): Route =>
  route({
    method: 'GET',
    path: jwksPath,
    summary: 'The public keys of access tokens',
    roles: 'anyone',
    answer: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }),
    handle: async ({ context }) => {
      context.set('cache-control', 'public, max-age=300');
      return { keys: (await world.keys.jwks()).keys.map((key) => ({ ...key })) };
    },
  });

/** Registration, signing in and out, and what keeps somebody signed in. */
export const signRoutes = (world: AuthWorld): Route[] => [
  registering(world),
  ...confirming(world),
  signingIn(world),
  refreshing(world),
  signingOut(world),
  publicKeys(world),
];
