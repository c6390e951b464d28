import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Part } from '#lib/role.ts';
import { doubled, repeating } from '#lib/timing.ts';
import { localeOf } from '#schemas/access/people.ts';
import linkRequested from '#schemas/events/auth.link.requested.ts';
import { draft } from '../common/messaging/events.ts';
import { type AuthWorld, act, type From, where } from './act.ts';
import { type Mail, mailOf } from './mails.ts';
import { aggregateFor } from './refusals.ts';
import { sha256 } from './sessions.ts';
import type { ErrandRow, LinkRow, Trx } from './tables.ts';

/** What a mail is asked for; whom it finds is looked up later, so that who asks cannot tell from the answer. */
const errand = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reset'), login: z.string(), locale: z.enum(['uk', 'en']) }),
  z.object({
    kind: z.literal('registration'),
    login: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    locale: z.enum(['uk', 'en']),
    passwordHash: z.string(),
  }),
]);

export type Errand = z.infer<typeof errand>;
export type Registration = Extract<Errand, { kind: 'registration' }>;

const minuteMs = 60_000;
const dayMs = 86_400_000;
const resetMs = 30 * minuteMs;
const registrationMs = dayMs;
const lookMs = 250;
/** Another process may take an errand over when its mail has not been sent after so long. */
const leaseMs = 2 * minuteMs;
const tryingAgain = { firstMs: 1_000, maxMs: 10 * minuteMs };

/** Notes that a mail is to be sent, with its event; the same work whether or not anybody has the login. */
export function ask(world: AuthWorld, from: From, payload: Errand): Promise<void> {
  const { vault } = world;
  const sealed = vault.seal('errand', JSON.stringify(payload));
  return act(world, from, async (work) => {
    const { trx, now } = work;
    const row = { errand_id: randomUUID(), payload: sealed, created_at: now, attempts: 0, next_at: now };
    await trx.insertInto('errands').values(row).execute();
    const who = { employeeId: null, login: payload.login };
    const purpose = payload.kind === 'reset' ? 'password_reset' : 'registration';
    await work.publish([draft(linkRequested, aggregateFor(vault, who, from), { ...who, purpose, ...where(work) })]);
  });
}

export type Send = (mail: Mail) => Promise<void>;

/**
 * Sends what was asked for. 1. lease; 2. the link, in the database; 3. the mail; 4. the errand goes. A crash after 3 sends the same
 * mail with the same Message-ID and link again, a crash before it loses nothing.
 */
export async function sendDue(world: AuthWorld, send: Send): Promise<number> {
  const { db } = world.database;
  const now = world.clock.now();
  const due = await db
    .selectFrom('errands')
    .selectAll()
    .where('next_at', '<=', now)
    .orderBy('created_at')
    .limit(20)
    .execute();
  for (const row of due) if (await lease(world, row, now)) await sendOne(world, row, send);
  return due.length;
}

async function lease({ database }: AuthWorld, row: ErrandRow, now: number): Promise<boolean> {
  const { numUpdatedRows } = await database.db
    .updateTable('errands')
    .set({ attempts: row.attempts + 1, next_at: now + leaseMs })
    .where('errand_id', '=', row.errand_id)
    .where('attempts', '=', row.attempts)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

async function sendOne(world: AuthWorld, row: ErrandRow, send: Send): Promise<void> {
  const { database, clock, log } = world;
  const isOld = clock.now() - row.created_at > dayMs;
  if (isOld) log.error({ errand: row.errand_id, attempts: row.attempts }, 'a mail was given up after a day');
  else
    try {
      const mail = await prepare(world, row);
      if (mail) await send(mail);
    } catch (error) {
      log.warn({ errand: row.errand_id, attempts: row.attempts, why: codeOf(error) }, 'a mail could not be sent yet');
      const pause = doubled(tryingAgain, row.attempts + 1);
      const later = database.db.updateTable('errands').set({ next_at: clock.now() + pause });
      await later.where('errand_id', '=', row.errand_id).execute();
      return;
    }
  await database.db.deleteFrom('errands').where('errand_id', '=', row.errand_id).execute();
}

/** Messages of mail servers quote addresses; the code is enough. */
const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? (error as Error).name);

/** Finds whom the mail goes to and makes its link; null when there is nobody to write to. */
async function prepare(world: AuthWorld, row: ErrandRow): Promise<Mail | null> {
  const asked = errand.parse(JSON.parse(world.vault.open('errand', row.payload)));
  const token = world.vault.mac('link', row.errand_id);
  return world.database.transaction(async (trx) => {
    const query = trx.selectFrom('accounts').select(['employee_id', 'locale']).where('login', '=', asked.login);
    const account = await query.executeTakeFirst();
    const letter = { id: row.errand_id, to: asked.login, publicUrl: world.publicUrl, token };
    if (asked.kind === 'reset') {
      if (!account) return null;
      const payload = JSON.stringify({ employeeId: account.employee_id });
      await makeLink(world, trx, { token, kind: 'reset', payload, lastsMs: resetMs });
      return mailOf({ ...letter, kind: 'reset', locale: localeOf(account.locale) });
    }
    if (account) return mailOf({ ...letter, kind: 'known', locale: asked.locale });
    if (world.registration === 'known' && !(await isKnown(trx, asked.login))) return null;
    await makeLink(world, trx, {
      token,
      kind: 'registration',
      payload: JSON.stringify(asked),
      lastsMs: registrationMs,
    });
    return mailOf({ ...letter, kind: 'registration', locale: asked.locale });
  });
}

async function isKnown(trx: Trx, login: string): Promise<boolean> {
  const query = trx.selectFrom('people').select('employee_id').where('email', '=', login).where('active', '=', 1);
  return (await query.executeTakeFirst()) !== undefined;
}

interface NewLink {
  readonly token: string;
  readonly kind: LinkRow['kind'];
  readonly payload: string;
  readonly lastsMs: number;
}

async function makeLink({ vault, clock }: AuthWorld, trx: Trx, { token, kind, payload, lastsMs }: NewLink) {
  const row = {
    token_hash: sha256(token),
    kind,
    payload: vault.seal('link', payload),
    expires_at: clock.now() + lastsMs,
  };
  await trx.deleteFrom('links').where('token_hash', '=', row.token_hash).execute();
  await trx.insertInto('links').values(row).execute();
}

/** What a link was made for, and the end of it: of two who use it at once one gets it. null: no such link, or too late. */
export async function takeLink({ vault, clock }: AuthWorld, trx: Trx, kind: LinkRow['kind'], token: string) {
  const hash = sha256(token);
  const row = await trx.selectFrom('links').selectAll().where('token_hash', '=', hash).executeTakeFirst();
  if (!row || row.kind !== kind || row.expires_at <= clock.now()) return null;
  const { numDeletedRows } = await trx.deleteFrom('links').where('token_hash', '=', hash).executeTakeFirstOrThrow();
  return numDeletedRows > 0n ? (JSON.parse(vault.open('link', row.payload)) as unknown) : null;
}

/** Sends mails as they are asked for. */
export function errands(world: AuthWorld, send: Send): Part {
  const failed = (error: unknown) => world.log.warn({ why: codeOf(error) }, 'mails are waiting');
  const looks = repeating(() => sendDue(world, send), { everyMs: lookMs, failed });
  return { ready: () => null, stop: looks.stop };
}
