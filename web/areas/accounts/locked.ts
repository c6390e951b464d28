import type { Account } from '#services/auth/answers.ts';

/** Whether nobody gets in with it: blocked by an administrator, or locked after failures for a while. */
export const isLocked = ({ isBlocked, lockedUntil }: Account): boolean => isBlocked || lockedUntil !== null;
