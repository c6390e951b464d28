import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { doubled } from '#lib/timing.ts';
import { localeOf } from '#schemas/access/people.ts';
import linkRequested from '#schemas/events/auth.link.requested.ts';
import type { Letter, MailQueue, Outcome } from '../common/mail/sender.ts';
import type { Deliver } from '../common/mail/smtp.ts';
import { draft } from '../common/messaging/events.ts';
import { type Act, type AuthWorld, act, type From, where } from './act.ts';
import { makeLink } from './links.ts';
import { mailOf, messageIdOf } from './mails.ts';
import { aggregateFor } from './refusals.ts';
import type { MailJobRow, Trx } from './tables.ts';

/** What a mail is asked for; whom it finds is looked up later, so that who asks cannot tell from the answer. */
const job = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reset'), login: z.string(), locale: z.enum(['uk', 'en']) }),
  z.object({
    kind: z.literal('registration'),
    login: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    locale: z.enum(['uk', 'en']),
    passwordHash: z.string(),
  }),
  z.object({
    kind: z.literal('address'),
    side: z.enum(['new', 'old']),
    login: z.string(),
    newLogin: z.string(),
    employeeId: z.string(),
    locale: z.enum(['uk', 'en']),
  }),
]);

type MailJob = z.infer<typeof job>;
export type Registration = Extract<MailJob, { kind: 'registration' }>;
/** What a link to a new or an old address is for. */
export type AddressLink = Pick<Extract<MailJob, { kind: 'address' }>, 'employeeId' | 'newLogin' | 'side'>;

const minuteMs = 60_000;
const dayMs = 86_400_000;
const resetMs = 30 * minuteMs;
const registrationMs = dayMs;
/** For so long the links of a new address hold. */
export const addressMs = 7 * dayMs;
/** Another process may take a job over when its mail has not been sent after so long. */
const leaseMs = 2 * minuteMs;
const tryingAgain = { firstMs: 1_000, maxMs: 10 * minuteMs };

/** Notes that a mail is to be sent, with its event; the same work whether or not anybody has the login. */
export function ask(world: AuthWorld, from: From, payload: MailJob): Promise<void> {
  return act(world, from, (work) => askWithin(world, work, payload));
}

/** The same in a transaction that is under way. */
export async function askWithin({ vault }: AuthWorld, work: Act, payload: MailJob): Promise<void> {
  const { trx, now, from } = work;
  const sealed = vault.seal('errand', JSON.stringify(payload));
  const row = { errand_id: randomUUID(), payload: sealed, created_at: now, attempts: 0, next_at: now };
  await trx.insertInto('errands').values(row).execute();
  const who = { employeeId: null, login: payload.login };
  const purpose = purposes[payload.kind];
  await work.publish([draft(linkRequested, aggregateFor(vault, who, from), { ...who, purpose, ...where(work) })]);
}

const purposes = { reset: 'password_reset', registration: 'registration', address: 'address_change' } as const;

/** How mail leaves: its sender, and the way to the mail server. */
export interface MailTransport {
  /** `Leaveline <leave@example.org>` */
  readonly from: string;
  readonly deliver: Deliver;
}

/**
 * What was asked for, as the loop of common/mail sends it: the link is in the database before its mail goes out, and
 * the job goes after it. A crash between sends the same mail with the same Message-ID and link again.
 */
export const mailQueue = (world: AuthWorld, { from, deliver }: MailTransport): MailQueue<MailJobRow> => ({
  log: world.log,
  deliver,
  claim: (limit) => claim(world, limit),
  messageId: ({ errand_id }) => messageIdOf(errand_id),
  letterOf: (row) => letterOf(world, row, from),
  renew: async () => true,
  note: (row, outcome) => note(world, row, outcome),
});

/** Each goes to the process that counts its attempt first. */
async function claim({ database: { db }, clock }: AuthWorld, limit: number): Promise<MailJobRow[]> {
  const now = clock.now();
  const due = db.selectFrom('errands').selectAll().where('next_at', '<=', now).orderBy('created_at').limit(limit);
  const claimed: MailJobRow[] = [];
  for (const row of await due.execute()) {
    const lease = { attempts: row.attempts + 1, next_at: now + leaseMs };
    const same = db.updateTable('errands').set(lease).where('errand_id', '=', row.errand_id);
    const { numUpdatedRows } = await same.where('attempts', '=', row.attempts).executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) claimed.push({ ...row, ...lease });
  }
  return claimed;
}

/**
 * What was sent, or finds nobody, is done; all else is tried again for a day. Mail servers quote addresses: the log has
 * none of it.
 */
async function note({ database: { db }, clock, log }: AuthWorld, row: MailJobRow, outcome: Outcome): Promise<void> {
  const { errand_id, attempts } = row;
  const isDone = outcome.kind === 'sent' || outcome.kind === 'dropped';
  const isOld = clock.now() - row.created_at > dayMs;
  const told = { mail: messageIdOf(errand_id), attempts, code: 'code' in outcome ? outcome.code : outcome.kind };
  if (!isDone && !isOld) {
    log.warn(told, 'a mail could not be sent yet');
    const next_at = clock.now() + doubled(tryingAgain, attempts);
    await db.updateTable('errands').set({ next_at }).where('errand_id', '=', errand_id).execute();
    return;
  }
  if (!isDone) log.error(told, 'a mail was given up after a day');
  await db.deleteFrom('errands').where('errand_id', '=', errand_id).execute();
}

const nobody: Letter = { kind: 'dropped', state: 'nobody' };

/** Finds whom the mail goes to and makes its link. */
async function letterOf(world: AuthWorld, { errand_id: id, payload }: MailJobRow, from: string): Promise<Letter> {
  const asked = job.parse(JSON.parse(world.vault.open('errand', payload)));
  const token = world.vault.mac('link', id);
  const to = { id, from, to: asked.login, publicUrl: world.publicUrl, token };
  return world.database.transaction(async (trx) => {
    const query = trx.selectFrom('accounts').select(['employee_id', 'locale']).where('login', '=', asked.login);
    const account = await query.executeTakeFirst();
    if (asked.kind === 'reset') {
      if (!account) return nobody;
      const link = { token, kind: 'reset', payload: { employeeId: account.employee_id }, lastsMs: resetMs } as const;
      await makeLink(world, trx, link);
      return mailOf({ ...to, kind: 'reset', locale: localeOf(account.locale) });
    }
    if (asked.kind === 'address') {
      const { employeeId, newLogin, side, locale } = asked;
      const wanted: AddressLink = { employeeId, newLogin, side };
      await makeLink(world, trx, { token, kind: 'address', payload: wanted, lastsMs: addressMs });
      return mailOf({ ...to, kind: side === 'new' ? 'newAddress' : 'oldAddress', newLogin, locale });
    }
    if (account) return mailOf({ ...to, kind: 'known', locale: asked.locale });
    if (!world.mayRegister(asked.login) && !(await isKnown(trx, asked.login))) return nobody;
    await makeLink(world, trx, { token, kind: 'registration', payload: asked, lastsMs: registrationMs });
    return mailOf({ ...to, kind: 'registration', locale: asked.locale });
  });
}

async function isKnown(trx: Trx, login: string): Promise<boolean> {
  const query = trx.selectFrom('people').select('employee_id').where('email', '=', login).where('active', '=', 1);
  return (await query.executeTakeFirst()) !== undefined;
}
