import type { Transaction } from 'kysely';
import type { Tables } from '../common/database/database.ts';
import type { ReplicaTables } from '../common/people/tables.ts';

/** The auth service's own tables; it is their only writer. Instants are epoch ms, flags 0 or 1. */
export interface AuthTables extends ReplicaTables {
  accounts: AccountRow;
  sessions: SessionRow;
  refresh_tokens: RefreshTokenRow;
  recovery_codes: { employee_id: string; code_hash: string };
  signing_keys: SigningKeyRow;
  errands: ErrandRow;
  links: LinkRow;
  rate_limits: { name: string; window_at: number; uses: number };
}

export type Trx = Transaction<Tables<AuthTables>>;

export interface AccountRow {
  employee_id: string;
  /** The mail address in lower case. */
  login: string;
  /** Argon2id, PHC format. */
  password_hash: string;
  /** JSON list of roles. */
  roles: string;
  locale: string;
  /** Locked by an administrator until one opens it. */
  blocked: number;
  failures: number;
  failed_at: number;
  locked_until: number;
  /** Sealed; null: no second factor. */
  totp_secret: string | null;
  /** Sealed; offered, and not confirmed yet. */
  totp_offered: string | null;
  /** The last time step whose code was taken: a code is good once. */
  totp_step: number;
  created_at: number;
  password_at: number;
}

export interface SessionRow {
  session_id: string;
  employee_id: string;
  created_at: number;
  used_at: number;
  ends_at: number;
  /** null: it goes on until `ends_at`. */
  revoked_at: number | null;
  ip: string;
  user_agent: string;
}

export interface RefreshTokenRow {
  /** SHA-256, hexadecimal. */
  token_hash: string;
  session_id: string;
  issued_at: number;
  used_at: number | null;
}

export interface SigningKeyRow {
  key_id: string;
  /** JWK as JSON. */
  public_key: string;
  /** PKCS #8, sealed. */
  private_key: string;
  created_at: number;
}

/** A mail that is to be sent; what it is for is looked up when it is sent. */
export interface ErrandRow {
  errand_id: string;
  /** Sealed JSON. */
  payload: string;
  created_at: number;
  attempts: number;
  next_at: number;
}

/** A link that was sent by mail: good once, until it expires. */
export interface LinkRow {
  token_hash: string;
  kind: 'registration' | 'reset';
  /** Sealed JSON. */
  payload: string;
  expires_at: number;
}
