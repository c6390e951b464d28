import type { Counting } from './counting.ts';
import { ukrainianRules } from './leaveRules.ts';

export type LeaveTypes = Readonly<Record<string, Counting>>;

/** How each leave type of the standard rules counts, for requests whose events do not say it. */
export const standardLeaveTypes: LeaveTypes = Object.fromEntries(
  Object.entries(ukrainianRules.types).map(([name, { counting }]) => [name, counting]),
);

/** How a leave type counts; a type that is not listed counts calendar days. */
export const countingOf = (leaveType: string, types: LeaveTypes): Counting =>
  Object.hasOwn(types, leaveType) ? (types[leaveType] ?? 'calendar') : 'calendar';
