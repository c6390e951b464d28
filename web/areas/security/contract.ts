import type { Role } from '#schemas/access/people.ts';

/** What auth answers about one's own account. Instants are epoch ms. */

export interface Account {
  readonly employeeId: string;
  readonly login: string;
  readonly roles: readonly Role[];
  /** Roles that wait for a second factor. */
  readonly rolesWithheld: readonly Role[];
  readonly hasSecondFactor: boolean;
  readonly recoveryCodesLeft: number;
  readonly passwordAt: number;
}

export interface OwnSession {
  readonly sessionId: string;
  readonly createdAt: number;
  readonly usedAt: number;
  readonly endsAt: number;
  readonly ip: string;
  readonly userAgent: string;
  readonly isThis: boolean;
}
