import type { AccountEntry } from './contract.ts';

/** Whether nobody gets in with it: blocked by an administrator, or locked after failures for a while. */
export const isLocked = ({ isBlocked, lockedUntil }: AccountEntry): boolean => isBlocked || lockedUntil !== null;
