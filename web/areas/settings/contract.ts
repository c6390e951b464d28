/** The company's rules about leave, as the vacation service keeps them (domain/leaveRules.ts). Amounts are millionths of a day. */

export type Severity = 'refuse' | 'warn';

export interface CarryOver {
  readonly limit: number | null;
  readonly neverExpiring: number | null;
  /** `MM-DD` of the next year; null: the days stay. */
  readonly expiresOn: string | null;
}

export interface Entitlement {
  readonly daysPerYear: number;
  readonly accrual: 'yearly' | 'monthly';
  readonly carryOver: CarryOver;
}

export interface Kind {
  readonly name: { readonly uk: string; readonly en: string };
  readonly counting: 'calendar' | 'working';
  readonly paid: boolean;
  /** Who has to agree, in order: `manager`, `hr`. */
  readonly approval: readonly string[];
  readonly cancellation: 'none' | 'manager';
  readonly halfDays: boolean;
  readonly hours: boolean;
  readonly noticeDays: number;
  readonly longest: number | null;
  /** null: no balance is kept. */
  readonly entitlement: Entitlement | null;
}

export interface Coverage {
  /** null: every department without a rule of its own. */
  readonly department: string | null;
  readonly maxAbsent: number;
  readonly severity: Severity;
}

export interface Blackout {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** null: everywhere. */
  readonly department: string | null;
  /** null: all. */
  readonly leaveTypes: readonly string[] | null;
  readonly exempt: readonly string[];
  readonly severity: Severity;
}

export interface Rules {
  readonly types: Readonly<Record<string, Kind>>;
  readonly coverage: readonly Coverage[];
  readonly blackouts: readonly Blackout[];
  readonly expiry: { readonly businessDays: number; readonly reminders: readonly number[] };
  readonly hoursPerDay: number;
  readonly daysAhead: number;
  readonly daysBack: number;
  readonly region: string;
  readonly wartime: { readonly from: string; readonly to: string | null } | null;
}

/** `GET /api/vacation/settings`. */
export interface Settings {
  readonly version: number;
  readonly rules: Rules;
}
