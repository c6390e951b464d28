/** The shapes of the vacation service that the pages read; `services/vacation/views.ts` answers them. Amounts are days, instants epoch ms. */

export interface LeaveType {
  readonly leaveType: string;
  readonly name: { readonly uk: string; readonly en: string };
  readonly counting: 'calendar' | 'working';
  readonly paid: boolean;
  readonly approval: readonly string[];
  readonly halfDays: boolean;
  readonly hours: boolean;
  readonly noticeDays: number;
  readonly hasBalance: boolean;
}

export interface Balance {
  readonly leaveType: string;
  readonly year: number;
  readonly granted: number;
  readonly carried: number;
  readonly adjusted: number;
  readonly expired: number;
  readonly taken: number;
  readonly scheduled: number;
  readonly pending: number;
  readonly available: number;
  readonly atRisk: { readonly days: number; readonly last: string } | null;
}

export type DayPart = 'full' | 'morning' | 'afternoon';

/** What somebody asks for. */
export interface Wanted {
  readonly leaveType: string;
  readonly from: string;
  readonly to: string;
  readonly dayPart: DayPart;
  /** Hours of a single day in place of a part of it. */
  readonly hours: number | null;
  readonly substituteId: string | null;
}

export interface LeaveRequest {
  readonly requestId: string;
  readonly employeeId: string;
  readonly employeeName?: string;
  readonly status: string;
  readonly version: number;
  readonly leaveType: string;
  readonly from: string;
  readonly to: string;
  readonly dayPart: DayPart;
  /** Hours off, as a share of the scheduled day. */
  readonly fraction: number | null;
  readonly days: number;
  readonly substituteId: string | null;
  readonly approval: readonly string[];
  readonly agreed: number;
  readonly openStep: string | null;
  readonly submittedAt: number;
  readonly decidedAt: number | null;
  readonly decidedBy: string | null;
  readonly automatic: boolean;
}

export interface HistoryEntry {
  readonly type: string;
  readonly at: number;
  readonly by: string | null;
  readonly text: string | null;
  readonly values: { readonly leaveType: string; readonly from: string; readonly to: string } | null;
}

/** What speaks against something, for the words of `finding.<code>`. */
export interface Finding {
  readonly code: string;
  readonly severity: 'refuse' | 'warn';
  readonly facts: Readonly<Record<string, string | number>>;
}

/** A dry run of a request. */
export interface Preview {
  readonly days: number;
  readonly workingDays: number;
  readonly perDay: readonly { readonly day: string; readonly counted: number; readonly working: number }[];
  readonly available: Readonly<Record<string, number>>;
  readonly left: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
  readonly allowed: boolean;
  readonly refusal: { readonly kind: string; readonly code: string; readonly detail: string } | null;
}

export interface SickNote {
  readonly absenceId: string;
  readonly status: 'reported' | 'cancelled';
  readonly version: number;
  readonly from: string;
  readonly to: string;
  readonly dayPart: DayPart;
}
