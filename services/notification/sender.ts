import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '#lib/clock.ts';
import type { Log } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import type { Database } from '../common/database.ts';
import { type Letterhead, letterOf } from './letter.ts';
import { type Claimed, claim, giveUp, noteLater, noteSent, noteUnwanted } from './mailStore.ts';
import type { Deliver, Delivery, Outgoing } from './smtp.ts';
import type { NotificationTables } from './tables.ts';

export interface SenderOptions extends Letterhead {
  readonly database: Database<NotificationTables>;
  readonly clock: Clock;
  readonly log: Log;
  readonly source: string;
  readonly deliver: Deliver;
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

const standardBackoff = (attempts: number): number => Math.min(1_800_000, 5_000 * 2 ** Math.min(attempts - 1, 20));

/** Sends the mail that waits, four at a time, until it is stopped; what is under way ends first. */
export function sender(options: SenderOptions): Sender {
  const stopping = new AbortController();
  const state = { why: null as string | null, wake: () => {} };
  const running = run(options, stopping.signal, state);
  return {
    ready: () => state.why,
    wake: () => state.wake(),
    stop: async () => {
      stopping.abort();
      state.wake();
      await running;
    },
  };
}

async function run(
  options: SenderOptions,
  stopping: AbortSignal,
  state: { why: string | null; wake: () => void },
): Promise<void> {
  while (!stopping.aborted) {
    const woken = new Promise<void>((resolve) => {
      state.wake = resolve;
    });
    const some = await sendSome(options).catch((error: unknown) => {
      options.log.warn({ err: error }, 'mail could not be looked for');
      return null;
    });
    state.why = some === null ? 'waiting for the database' : null;
    if (some !== together && !stopping.aborted)
      await Promise.race([
        woken,
        pause(options.pollMs ?? pollMs, undefined, { signal: stopping }).catch(() => undefined),
      ]);
  }
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
  const letter = await letterOf(options, mail);
  if (letter.kind !== 'letter') {
    await settle(options, mail, letter);
    return;
  }
  const delivery = await options.deliver(letter.outgoing);
  await settle(options, mail, delivery, letter.outgoing);
}

type Outcome = Delivery | { readonly kind: 'unwanted' | 'no_address' | 'bounced' };

/** Noting is tried until it succeeds: what is known to be sent must not be sent again because the database was away. */
async function settle(options: SenderOptions, mail: Claimed, outcome: Outcome, outgoing?: Outgoing): Promise<void> {
  for (;;) {
    try {
      return await note(options, mail, outcome, outgoing);
    } catch (error) {
      options.log.warn(
        { err: error, mail: mail.message_id, outcome: outcome.kind },
        'the outcome of a mail waits to be noted',
      );
      await pause(500);
    }
  }
}

async function note(options: SenderOptions, mail: Claimed, outcome: Outcome, outgoing?: Outgoing): Promise<void> {
  const { clock, log } = options;
  const tooOld = clock.now() - mail.created_at > tooOldMs;
  const line = { mail: mail.message_id, template: mail.template, attempts: mail.attempts, outcome: outcome.kind };
  log.info(line, 'mail');
  switch (outcome.kind) {
    case 'sent':
      return noteSent(options, mail, outgoing?.to ?? '', outgoing?.language ?? 'uk');
    case 'unwanted':
      return noteUnwanted(options, mail);
    case 'refused':
      return giveUp(options, mail, { reason: 'refused', code: outcome.code, detail: outcome.detail }, outgoing?.to);
    case 'bounced':
      return giveUp(options, mail, { reason: 'bounced' });
    case 'no_address':
      if (tooOld || mail.params === null) return giveUp(options, mail, { reason: 'no_address' });
      break;
    case 'later':
      if (tooOld) return giveUp(options, mail, { reason: 'too_old', detail: outcome.detail });
  }
  return noteLater(options, mail, (options.backoff ?? standardBackoff)(mail.attempts));
}
