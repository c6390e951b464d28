import { randomUUID } from 'node:crypto';
import type { Log } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import { doubled, repeating, retrying } from '#lib/timing.ts';
import { type Claimed, claim, giveUp, type MailStore, noteDropped, noteLater, noteSent, renew } from './queue.ts';
import type { Deliver, Delivery, Outgoing } from './smtp.ts';

/** A mail as it is to go out now, or why it does not. */
export type Letter =
  | { readonly kind: 'letter'; readonly outgoing: Outgoing }
  /** It is not to be sent; `state` says so for ever. */
  | { readonly kind: 'dropped'; readonly state: string; readonly reason?: string }
  /** There is no address; `final`: there will be none. */
  | { readonly kind: 'no_address'; readonly final: boolean }
  | { readonly kind: 'bounced' }
  /** What it is written from is away. */
  | { readonly kind: 'later'; readonly detail: string };

export interface SenderOptions extends MailStore {
  readonly log: Log;
  readonly deliver: Deliver;
  /** Writes a mail, with names, address and language as they are now; what it throws is tried again later. */
  letterOf(mail: Claimed): Promise<Letter>;
  /** How long a mail belongs to the process that sends it, in ms; longer than SMTP may take. Default three minutes. */
  readonly leaseMs?: number;
  /** How often it looks for mail by itself, in ms; default two seconds. */
  readonly pollMs?: number;
  /** The pause after so many attempts, in ms; default 5 s, doubled each time, at most half an hour. */
  readonly backoff?: (attempts: number) => number;
}

export interface Sender extends Part {
  /** There is new mail. */
  wake(): void;
}

const leaseMs = 180_000;
const pollMs = 2_000;
const together = 4;
/** After two days nobody waits for it any more. */
const tooOldMs = 48 * 3_600_000;

const standardBackoff = (attempts: number): number => doubled({ firstMs: 5_000, maxMs: 1_800_000 }, attempts);

/** Sends the mail that waits, four at a time, until it is stopped; what is under way ends first. */
export function sender(options: SenderOptions): Sender {
  const failed = (error: unknown) => options.log.warn({ err: error }, 'mail could not be looked for');
  const looks = repeating((stopping) => sendAll(options, stopping), { everyMs: options.pollMs ?? pollMs, failed });
  return {
    ready: () => (looks.failing() ? 'waiting for the database' : null),
    wake: looks.wake,
    stop: looks.stop,
  };
}

async function sendAll(options: SenderOptions, stopping: AbortSignal): Promise<void> {
  while ((await sendSome(options)) === together && !stopping.aborted);
}

/** Sends what is due, at most four; answers how many there were. */
export async function sendSome(options: SenderOptions): Promise<number> {
  const { database, clock } = options;
  const lease = { lease: randomUUID(), lease_until: clock.now() + (options.leaseMs ?? leaseMs) };
  const mails = await claim(database, clock.now(), lease, together);
  await Promise.all(mails.map((mail) => sendOne(options, mail)));
  return mails.length;
}

/**
 * Sends one mail that we hold the lease of. A crash after each step: 1. claimed: the lease runs out, it is sent then; 2. handed to SMTP:
 * nobody knows whether it arrived; the lease runs out, and it is sent again under the same Message-ID; 3. the outcome noted, together with
 * its event: it is never sent again.
 */
async function sendOne(options: SenderOptions, mail: Claimed): Promise<void> {
  const letter = await options.letterOf(mail).catch((error: unknown): Letter => {
    options.log.warn({ err: error, mail: mail.message_id }, 'a mail could not be written');
    return { kind: 'later', detail: String(error).slice(0, 500) };
  });
  if (letter.kind !== 'letter') return settle(options, mail, letter);
  if (!(await stillOurs(options, mail))) return;
  await settle(options, mail, await options.deliver(letter.outgoing), letter.outgoing);
}

/** When this cannot be known, it is as if not: the lease runs out, and the mail is sent then. */
const stillOurs = (options: SenderOptions, mail: Claimed): Promise<boolean> =>
  renew(options, mail, options.clock.now() + (options.leaseMs ?? leaseMs)).catch(() => false);

type Outcome = Delivery | Exclude<Letter, { kind: 'letter' }>;

/** Noting is tried until it succeeds: what is known to be sent must not be sent again because the database was away. */
function settle(options: SenderOptions, mail: Claimed, outcome: Outcome, outgoing?: Outgoing): Promise<void> {
  const told = { mail: mail.message_id, outcome: outcome.kind };
  return retrying(() => note(options, mail, outcome, outgoing), {
    failed: (error) => options.log.warn({ ...told, err: error }, 'the outcome of a mail waits to be noted'),
  });
}

async function note(options: SenderOptions, mail: Claimed, outcome: Outcome, outgoing?: Outgoing): Promise<void> {
  const { clock, log, backoff = standardBackoff } = options;
  const tooOld = clock.now() - mail.created_at > tooOldMs;
  const again = (detail: string) => noteLater(options, mail, backoff(mail.attempts), detail);
  log.info({ mail: mail.message_id, template: mail.template, attempts: mail.attempts, outcome: outcome.kind }, 'mail');
  switch (outcome.kind) {
    case 'sent':
      return noteSent(options, mail, {
        to: outgoing?.to ?? '',
        language: outgoing?.language ?? 'uk',
        bytes: outcome.bytes,
      });
    case 'dropped':
      await noteDropped(options, mail, outcome.state, outcome.reason);
      return;
    case 'refused':
      return giveUp(options, mail, { reason: 'refused', code: outcome.code, detail: outcome.detail }, outgoing?.to);
    case 'bounced':
      return giveUp(options, mail, { reason: 'bounced' });
    case 'no_address':
      return tooOld || outcome.final ? giveUp(options, mail, { reason: 'no_address' }) : again('no address yet');
    case 'later':
      return tooOld ? giveUp(options, mail, { reason: 'too_old', detail: outcome.detail }) : again(outcome.detail);
  }
}
