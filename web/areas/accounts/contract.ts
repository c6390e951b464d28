import type { Role } from '#schemas/access/people.ts';

/** An account as auth shows it to administrators. Instants are epoch ms. */
export interface AccountEntry {
  readonly employeeId: string;
  readonly login: string;
  /** Those given; `manager` comes by itself besides. */
  readonly roles: readonly Role[];
  /** By an administrator. */
  readonly isBlocked: boolean;
  /** null: not locked by failures. */
  readonly lockedUntil: number | null;
  readonly hasSecondFactor: boolean;
}
