import { describe, expect, test } from '@jest/globals';
import { afterFailure, type Failures, isLocked, keycloakRules, noFailures } from './lockout.ts';

const start = 1_800_000_000_000;

/**
 * Fails `times` times, each time when the lock before has ended, ten seconds apart; answers the wait in seconds after
 * each.
 */
function waits(times: number, rules: typeof keycloakRules): number[] {
  let state: Failures = noFailures;
  let now = start;
  return Array.from({ length: times }, () => {
    now = Math.max(now + 10_000, state.lockedUntil);
    state = afterFailure(state, now, rules);
    return isLocked(state, now) ? (state.lockedUntil - now) / 1000 : 0;
  });
}

describe('lockout by the rules of Keycloak', () => {
  test('with 5 failures and 30 s the waits are those of its manual: 30 s from the 5th, 60 s from the 10th', () => {
    const rules = { ...keycloakRules, factor: 5, incrementSeconds: 30 };
    expect(waits(12, rules)).toEqual([0, 0, 0, 0, 30, 30, 30, 30, 30, 60, 60, 60]);
  });

  test('by default the 30th failure locks for a minute, the 60th for two, and no lock is longer than 15 minutes', () => {
    const all = waits(700, keycloakRules);
    expect([all[28], all[29], all[58], all[59], all[449], all[699]]).toEqual([0, 60, 60, 120, 900, 900]);
    expect(Math.max(...all)).toBe(900);
  });

  test('two failures within a second lock for a minute, exactly a second apart do not', () => {
    const first = afterFailure(noFailures, start);
    expect(afterFailure(first, start + 999).lockedUntil).toBe(start + 60_000);
    expect(isLocked(afterFailure(first, start + 1000), start + 1000)).toBe(false);
  });

  test('the count does not grow while locked, and the lock does not become longer', () => {
    const locked = afterFailure(afterFailure(noFailures, start), start + 10);
    expect(afterFailure(locked, start + 30_000)).toBe(locked);
  });

  test('a lock ends at its second', () => {
    const locked = afterFailure(afterFailure(noFailures, start), start + 10);
    expect([isLocked(locked, start + 59_999), isLocked(locked, start + 60_000)]).toEqual([true, false]);
  });

  test('a failure more than twelve hours after the last begins anew', () => {
    const before = { count: 29, lastAt: start, lockedUntil: 0 };
    expect(afterFailure(before, start + 43_200_000).count).toBe(30);
    expect(afterFailure(before, start + 43_200_001).count).toBe(1);
  });
});
