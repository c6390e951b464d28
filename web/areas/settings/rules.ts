import type { Settings } from '#services/vacation/answers.ts';

// The company's rules about leave, and their parts. Amounts are millionths of a day.

export type Rules = Settings['rules'];
export type LeaveTypeRules = Rules['types'][string];
export type Entitlement = NonNullable<LeaveTypeRules['entitlement']>;
export type CarryOver = Entitlement['carryOver'];
export type Coverage = Rules['coverage'][number];
export type Blackout = Rules['blackouts'][number];
export type Severity = Coverage['severity'];
