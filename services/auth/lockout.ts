/** What the lockout remembers of an account; instants are epoch ms, 0 for never. */
export interface Failures {
  /** Consecutive failures that counted. */
  readonly count: number;
  readonly lastAt: number;
  /** Locked in [moment of the failure; lockedUntil). */
  readonly lockedUntil: number;
}

export interface LockoutRules {
  /** Each multiple of so many failures adds `incrementSeconds` to the wait. */
  readonly factor: number;
  readonly incrementSeconds: number;
  readonly longestSeconds: number;
  /** Two failures closer than this lock for `quickSeconds`: no person types that fast. */
  readonly quickMs: number;
  readonly quickSeconds: number;
  /** A failure that comes later than this after the one before begins a new count. */
  readonly forgetSeconds: number;
}

/** Keycloak's defaults (DefaultBruteForceProtector, strategy "multiple"). */
export const keycloakRules: LockoutRules = {
  factor: 30,
  incrementSeconds: 60,
  longestSeconds: 900,
  quickMs: 1000,
  quickSeconds: 60,
  forgetSeconds: 43_200,
};

export const noFailures: Failures = { count: 0, lastAt: 0, lockedUntil: 0 };

export const isLocked = (failures: Failures, now: number): boolean => now < failures.lockedUntil;

/**
 * The state after a failure at `now`. While locked nothing counts, so that an attacker cannot prolong a lock for ever.
 */
export function afterFailure(before: Failures, now: number, rules: LockoutRules = keycloakRules): Failures {
  if (isLocked(before, now)) return before;
  const since = before.lastAt > 0 ? now - before.lastAt : Number.POSITIVE_INFINITY;
  const count = since > rules.forgetSeconds * 1000 ? 1 : before.count + 1;
  const seconds = waitSeconds(count, since, rules);
  const lockedUntil = seconds > 0 ? (Math.floor(now / 1000) + seconds) * 1000 : before.lockedUntil;
  return { count, lastAt: now, lockedUntil };
}

function waitSeconds(count: number, sinceMs: number, rules: LockoutRules): number {
  const wait = rules.incrementSeconds * Math.floor(count / rules.factor);
  if (wait <= 0 && sinceMs < rules.quickMs) return Math.min(rules.quickSeconds, rules.longestSeconds);
  return Math.min(wait, rules.longestSeconds);
}
