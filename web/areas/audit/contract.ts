/** The shapes of the audit service that the page reads; `services/audit/routes.ts` answers them. Instants are epoch ms. */

export interface AuditEntry {
  /** The chain it stands in, and its number there. */
  readonly stream: string;
  readonly seq: number;
  readonly eventId: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string | null;
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly employeeId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  /** Personal values that are gone. */
  readonly erased: readonly string[];
  readonly prev: string;
  readonly hash: string;
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** For `after`; null: there is no more. */
  readonly next: string | null;
}

export interface Checkpoint {
  readonly number: number;
  readonly at: number;
  readonly key: string;
  readonly streams: readonly { readonly stream: string; readonly size: number; readonly root: string }[];
}
