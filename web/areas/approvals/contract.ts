import type { Finding, LeaveRequest } from '../leave/contract.ts';

/** A request that waits, with what speaks against it and who else is away. */
export interface Waiting {
  readonly request: LeaveRequest;
  readonly department: string | null;
  /** Epoch ms. */
  readonly waitingSince: number;
  readonly findings: readonly Finding[];
  readonly away: readonly { readonly name: string; readonly days: readonly string[] }[];
}

export type Verdict = 'approve' | 'reject' | 'cancel' | 'decline_cancellation';

/** What became of one decision. */
export interface Decided {
  readonly requestId: string;
  readonly status: number;
  readonly code: string | null;
  readonly detail: string | null;
}

export interface Delegation {
  readonly delegateId: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly whenAway: boolean;
}
