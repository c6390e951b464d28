import { z } from 'zod';
import { notFound, refused } from '#lib/http/problem.ts';
import type { Person } from '#schemas/access/people.ts';
import type { Route } from '../../common/http/route.ts';
import { type Act, type AuthWorld, act, actOn } from '../act.ts';
import * as answers from '../answers.ts';
import { giveDevice } from '../cookies.ts';
import { changePassword, forgotten, proven, reset } from '../passwords.ts';
import { use } from '../rates.ts';
import { tellRefusal } from '../refusals.ts';
import { end, liveSessions } from '../sessions.ts';
import { standingOf } from '../standing.ts';
import type { AccountRow, SessionRow } from '../tables.ts';
import { enrol, offer, remove } from '../totp.ts';
import { anyone, signedIn } from './access.ts';
import { fromOf, linkOver } from './sign.ts';

const wrongPassword = () =>
  refused('wrong_password', 'The present password is wrong.', { remedy: 'Type the password that you sign in with.' });
const wrongCode = () => refused('wrong_code', 'The code is wrong or too old.', { remedy: 'Type the present code.' });

type OfPerson = Parameters<typeof fromOf>[0] & { readonly person: Person };

/** Runs `work` on the account of who asks. */
const onOwn = <T>(world: AuthWorld, asked: OfPerson, work: (act: Act, account: AccountRow) => Promise<T>) =>
  actOn(world, fromOf(asked), { employee_id: asked.person.employeeId }, work);

const accountOf = ({ database }: AuthWorld, { employeeId }: Person) =>
  database.db.selectFrom('accounts').selectAll().where('employee_id', '=', employeeId).executeTakeFirst();

const mine = (world: AuthWorld): Route =>
  signedIn.get('/me', {
    summary: 'My account',
    answer: answers.ownAccount,
    handle: async ({ person }) => {
      const account = await accountOf(world, person);
      if (!account) throw notFound('There is no account.', 'unknown_account');
      const codes = world.database.db.selectFrom('recovery_codes').select((row) => row.fn.countAll<number>().as('n'));
      const { rolesWithheld } = await world.database.transaction((trx) => standingOf(world.secondFactor, trx, account));
      const left = await codes.where('employee_id', '=', person.employeeId).executeTakeFirstOrThrow();
      return {
        employeeId: person.employeeId,
        login: account.login,
        roles: [...person.roles],
        locale: person.locale,
        rolesWithheld,
        hasSecondFactor: account.totp_secret !== null,
        recoveryCodesLeft: Number(left.n),
        passwordAt: account.password_at,
      };
    },
  });

const mySessions = (world: AuthWorld): Route =>
  signedIn.get('/sessions', {
    summary: 'Where I am signed in',
    answer: answers.ownSessions,
    handle: async ({ person }) => {
      const rows = await world.database.transaction((trx) =>
        liveSessions({ trx, now: world.clock.now() }, person.employeeId),
      );
      return {
        sessions: rows.map((row) => ({
          sessionId: row.session_id,
          createdAt: row.created_at,
          usedAt: row.used_at,
          endsAt: row.ends_at,
          ip: row.ip,
          userAgent: row.user_agent,
          isThis: row.session_id === person.sessionId,
        })),
      };
    },
  });

const endOne = (world: AuthWorld): Route =>
  signedIn.delete('/sessions/:id', {
    summary: 'End one of my sessions',
    params: z.object({ id: z.string().max(100) }),
    answer: 'nothing',
    handle: async (asked) => {
      const which = ({ session_id }: SessionRow) => session_id === asked.params.id;
      const ended = await onOwn(world, asked, (work, account) => end(work, account, 'revoked', { which }));
      if (!ended) throw notFound('You have no such session.', 'unknown_session');
    },
  });

const endOthers = (world: AuthWorld): Route =>
  signedIn.delete('/sessions', {
    summary: 'End all my other sessions',
    answer: 'nothing',
    handle: async (asked) => {
      const which = ({ session_id }: SessionRow) => session_id !== asked.person.sessionId;
      await onOwn(world, asked, (work, account) => end(work, account, 'revoked', { which }));
    },
  });

const changing = (world: AuthWorld): Route =>
  signedIn.post('/password', {
    summary: 'Change my password; my other sessions end',
    body: answers.passwordChange,
    answer: 'nothing',
    handle: async (asked) => {
      const { currentPassword: current, newPassword: next } = asked.body;
      if (!(await changePassword(world, fromOf(asked), asked.person, { current, next }))) throw wrongPassword();
    },
  });

const forgetting = (world: AuthWorld): Route =>
  anyone.post('/password/forgotten', {
    summary: 'Ask for a link by mail that sets a new password',
    body: answers.passwordForgotten,
    status: 202,
    answer: 'nothing',
    handle: (asked) => forgotten(world, fromOf(asked), asked.body.login),
  });

const resetting = (world: AuthWorld): Route =>
  anyone.post('/password/reset', {
    summary: 'Set a new password with a mailed link; all sessions end',
    body: answers.passwordReset,
    answer: 'nothing',
    handle: async (asked) => {
      const device = await reset(world, fromOf(asked), asked.body.token, asked.body.newPassword);
      if (device === null) throw linkOver();
      giveDevice(world, asked.context, device);
    },
  });

/** What people see and change of their own account. */
export const accountRoutes = (world: AuthWorld): Route[] => [
  mine(world),
  mySessions(world),
  endOne(world),
  endOthers(world),
  changing(world),
  forgetting(world),
  resetting(world),
  ...factorRoutes(world),
];

const offering = (world: AuthWorld): Route =>
  signedIn.post('/mfa/totp', {
    summary: 'Offer me a secret for an authenticator',
    body: answers.proof,
    answer: answers.offeredSecret,
    handle: async (asked) => {
      if (!(await proven(world, fromOf(asked), asked.person, asked.body.password))) throw wrongPassword();
      const offered = await onOwn(world, asked, (work, account) => offer(world, work, account));
      if (!offered) throw wrongPassword();
      return offered;
    },
  });

const enrolling = (world: AuthWorld): Route =>
  signedIn.post('/mfa/totp/confirm', {
    summary: 'Use the offered secret from now on; my other sessions end; answers the recovery codes, once',
    body: answers.factorConfirmation,
    answer: answers.recoveryCodes,
    handle: async (asked) => {
      const from = fromOf(asked);
      const { employeeId, sessionId } = asked.person;
      const attempt = { action: 'second_factor', from, employeeId } as const;
      await use(world, attempt, 'proofByPerson', employeeId);
      const codes = await act(world, from, async (work) => {
        const account = await work.account({ employee_id: employeeId });
        const given = account ? await enrol(world, work, account, { code: asked.body.code, sessionId }) : null;
        if (!given) await tellRefusal(world, work, attempt, 'bad_otp');
        return given;
      });
      if (!codes) throw wrongCode();
      return { recoveryCodes: codes };
    },
  });

const removing = (world: AuthWorld): Route =>
  signedIn.post('/mfa/totp/remove', {
    summary: 'No second factor any more',
    body: answers.proof,
    answer: 'nothing',
    handle: async (asked) => {
      if (!(await proven(world, fromOf(asked), asked.person, asked.body.password))) throw wrongPassword();
      await onOwn(world, asked, (work, account) => remove(work, account, 'by_person', null));
    },
  });

const factorRoutes = (world: AuthWorld): Route[] => [offering(world), enrolling(world), removing(world)];
