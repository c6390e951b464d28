import type { LocalDate } from '#lib/dates.ts';
import type { RequestStatus } from '#schemas/derived/vacation-requests.ts';
import type { DayPart } from './calendar.ts';

/** Where a leave request stands. Instants are epoch ms. */
export interface Request {
  readonly requestId: string;
  readonly employeeId: string;
  readonly status: RequestStatus;
  readonly leaveType: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly dayPart: DayPart;
  readonly submittedAt: number;
  readonly decision: 'approved' | 'rejected' | 'expired' | null;
  readonly decidedAt: number | null;
  readonly decidedBy: string | null;
  /** Decided by a rule, not a person. */
  readonly automatic: boolean;
  readonly cancelledAt: number | null;
  /** Approval steps passed. */
  readonly steps: number;
  readonly modifications: number;
  readonly modifiedAfterApproval: boolean;
}
