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

/** What became of a mail: how its delivery went, or why it was not tried. */
export type Outcome = Delivery | Exclude<Letter, { kind: 'letter' }>;

/** Mail that waits, as the loop that sends it sees it: a row belongs to one process until its lease runs out. */
export interface MailQueue<M> {
  readonly log: Log;
  readonly deliver: Deliver;
  /** Takes what is due, at most so many, and leases it. */
  claim(limit: number): Promise<readonly M[]>;
  /** Of a mail that is claimed: the same whoever sends it, and however often. */
  messageId(mail: M): string;
  /** Writes a mail, with names, address and language as they are now; what it throws is tried again later. */
  letterOf(mail: M): Promise<Letter>;
  /** Begins the lease anew once the mail is written; false: it took so long that another process has the mail now. */
  renew(mail: M): Promise<boolean>;
  /** Notes what became of it, once for each claim. */
  note(mail: M, outcome: Outcome, outgoing?: Outgoing): Promise<void>;
}

export interface SenderOptions extends MailStore, Pick<MailQueue<Claimed>, 'log' | 'deliver' | 'letterOf'> {
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

const standardLeaseMs = 180_000;
const pollMs = 2_000;
const together = 4;
/** After two days nobody waits for it any more. */
const tooOldMs = 48 * 3_600_000;

const standardBackoff = (attempts: number): number => doubled({ firstMs: 5_000, maxMs: 1_800_000 }, attempts);

/** Sends the mail that waits, four at a time, until it is stopped; what is under way ends first. */
export function sending<M>(queue: MailQueue<M>, everyMs: number): Sender {
  const failed = (error: unknown) => queue.log.warn({ err: error }, 'mail could not be looked for');
  const looks = repeating((stopping) => sendAll(queue, stopping), { everyMs, failed });
  return {
    ready: () => (looks.failing() ? 'waiting for the database' : null),
    wake: looks.wake,
    stop: looks.stop,
  };
}

export const sender = (options: SenderOptions): Sender => sending(queueOf(options), options.pollMs ?? pollMs);

async function sendAll<M>(queue: MailQueue<M>, stopping: AbortSignal): Promise<void> {
  while ((await sendDue(queue)) === together && !stopping.aborted);
}

export const sendSome = (options: SenderOptions): Promise<number> => sendDue(queueOf(options));

/** Sends what is due, at most four; answers how many there were. */
export async function sendDue<M>(queue: MailQueue<M>): Promise<number> {
  const mails = await queue.claim(together);
  await Promise.all(mails.map((mail) => sendOne(queue, mail)));
  return mails.length;
}

/**
 * Sends one mail that we hold the lease of. A crash after each step: 1. claimed: the lease runs out, it is sent then;
 * 2. handed to SMTP: nobody knows whether it arrived; the lease runs out, and it is sent again under the same
 * Message-ID; 3. the outcome noted, together with its event: it is never sent again.
 */
async function sendOne<M>(queue: MailQueue<M>, mail: M): Promise<void> {
  const letter = await queue.letterOf(mail).catch((error: unknown): Letter => {
    queue.log.warn({ err: error, mail: queue.messageId(mail) }, 'a mail could not be written');
    return { kind: 'later', detail: String(error).slice(0, 500) };
  });
  if (letter.kind !== 'letter') return settle(queue, mail, letter);
  // When this cannot be known, it is as if not: the lease runs out, and the mail is sent then.
  if (!(await queue.renew(mail).catch(() => false))) return;
  await settle(queue, mail, await queue.deliver(letter.outgoing), letter.outgoing);
}

/** Noting is tried until it succeeds: what is known to be sent must not be sent again because the database was away. */
function settle<M>(queue: MailQueue<M>, mail: M, outcome: Outcome, outgoing?: Outgoing): Promise<void> {
  const told = { mail: queue.messageId(mail), outcome: outcome.kind };
  return retrying(() => queue.note(mail, outcome, outgoing), {
    failed: (error) => queue.log.warn({ ...told, err: error }, 'the outcome of a mail waits to be noted'),
  });
}

/** The mail of a service, in its table `mails`. */
function queueOf(options: SenderOptions): MailQueue<Claimed> {
  const { database, clock, log, deliver, leaseMs = standardLeaseMs } = options;
  return {
    log,
    deliver,
    letterOf: (mail) => options.letterOf(mail),
    messageId: ({ message_id }) => message_id,
    claim: (limit) => {
      const lease = { lease: randomUUID(), lease_until: clock.now() + leaseMs };
      return claim(database, clock.now(), lease, limit);
    },
    renew: (mail) => renew(options, mail, clock.now() + leaseMs),
    note: (mail, outcome, outgoing) => note(options, mail, outcome, outgoing),
  };
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
