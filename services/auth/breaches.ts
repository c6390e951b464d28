import { createHash } from 'node:crypto';
import type { Clock } from '#lib/clock.ts';
import type { Log } from '#lib/log.ts';
import { counter } from '#lib/metrics.ts';
import { circuitOf } from '../common/http/circuit.ts';

/** Whether a password is known from a breach; false also where nobody can be asked. */
export type Breaches = (password: string) => Promise<boolean>;

/** For where no breach service is asked. */
export const nobodyKnows: Breaches = async () => false;

const lookUps = counter('leaveline_auth_breach_lookups_total', 'Questions to the breach service, by what it said.', [
  'outcome',
]);
const timeoutMs = 2_000;

/**
 * Asks a service of breached passwords by k-anonymity, as Have I Been Pwned's range API: it is told five digits of the
 * SHA-1, answers every hash that begins so, and never learns the password. One that does not answer keeps nobody from a
 * new password.
 */
export function breachesAt(url: string, { clock, log }: { readonly clock: Clock; readonly log: Log }): Breaches {
  const circuit = circuitOf(clock);
  return async (password) => {
    const hash = createHash('sha1').update(password, 'utf8').digest('hex').toUpperCase();
    const answered = await circuit(() => range(url, hash.slice(0, 5)));
    const found = answered.kind === 'answered' && isIn(answered.value, hash.slice(5));
    lookUps.inc({ outcome: answered.kind === 'answered' ? (found ? 'breached' : 'unknown') : answered.kind });
    if (answered.kind === 'away')
      log.warn({ why: answered.why }, 'the breach service is away: a password is not looked up');
    return found;
  };
}

async function range(url: string, prefix: string): Promise<string> {
  // Padding hides from who listens how long the answer is.
  const headers = { 'add-padding': 'true' };
  const response = await fetch(new URL(prefix, url), { headers, signal: AbortSignal.timeout(timeoutMs) });
  const text = await response.text();
  if (!response.ok) throw new Error(`the breach service answered ${response.status}`);
  return text;
}

/** Lines are `<35 digits>:<times seen>`; padding was seen 0 times. */
const isIn = (lines: string, suffix: string): boolean =>
  lines.split(/\r?\n/).some((line) => line.toUpperCase().startsWith(`${suffix}:`) && !line.endsWith(':0'));
