import type { Transaction } from 'kysely';
import type { Tables } from '../common/database/database.ts';
import {
  flag,
  instant,
  integer,
  json,
  key,
  nullable,
  primary,
  type RowOf,
  table,
  text,
  unique,
  uuid,
} from '../common/database/table.ts';
import type { ReplicaTables } from '../common/people/tables.ts';

/** The auth service's own tables; it is their only writer. Instants are epoch ms, flags 0 or 1. */
export interface AuthTables extends ReplicaTables {
  accounts: AccountRow;
  sessions: SessionRow;
  refresh_tokens: RefreshTokenRow;
  recovery_codes: RowOf<typeof recoveryCodes>;
  signing_keys: SigningKeyRow;
  errands: MailJobRow;
  links: LinkRow;
  rate_limits: RowOf<typeof rateLimits>;
}

export type Trx = Transaction<Tables<AuthTables>>;

export const accounts = table('accounts', {
  employee_id: primary(key()),
  /** The mail address in lower case. */
  login: unique(key()),
  /** Argon2id, PHC format. */
  password_hash: key(),
  /** JSON list of roles. */
  roles: json(),
  locale: key(),
  /** Locked by an administrator until one opens it. */
  blocked: flag(),
  failures: integer(),
  failed_at: instant(),
  locked_until: instant(),
  /** Sealed; null: no second factor. */
  totp_secret: nullable(text()),
  /** Sealed; offered, and not confirmed yet. */
  totp_offered: nullable(text()),
  /** The last time step whose code was taken: a code is good once. */
  totp_step: integer(),
  created_at: instant(),
  password_at: instant(),
});

export type AccountRow = RowOf<typeof accounts>;

export const sessions = table('sessions', {
  session_id: primary(uuid()),
  employee_id: key(),
  created_at: instant(),
  used_at: instant(),
  ends_at: instant(),
  /** null: it goes on until `ends_at`. */
  revoked_at: nullable(instant()),
  ip: key(),
  user_agent: text(),
});

export type SessionRow = RowOf<typeof sessions>;

export const refreshTokens = table('refresh_tokens', {
  /** SHA-256, hexadecimal. */
  token_hash: primary(key()),
  session_id: uuid(),
  issued_at: instant(),
  used_at: nullable(instant()),
});

export type RefreshTokenRow = RowOf<typeof refreshTokens>;

export const recoveryCodes = table('recovery_codes', {
  employee_id: primary(key()),
  code_hash: primary(key()),
});

export const signingKeys = table('signing_keys', {
  key_id: primary(key()),
  /** JWK as JSON. */
  public_key: json(),
  /** PKCS #8, sealed. */
  private_key: text(),
  created_at: instant(),
});

export type SigningKeyRow = RowOf<typeof signingKeys>;

/** A mail that is to be sent; what it is for is looked up when it is sent. */
export const errands = table('errands', {
  errand_id: primary(uuid()),
  /** Sealed JSON. */
  payload: text(),
  created_at: instant(),
  attempts: integer(),
  next_at: instant(),
});

export type MailJobRow = RowOf<typeof errands>;

/** A link that was sent by mail: good once, until it expires. */
export const links = table('links', {
  token_hash: primary(key()),
  kind: key<'registration' | 'reset'>(),
  /** Sealed JSON. */
  payload: text(),
  expires_at: instant(),
});

export type LinkRow = RowOf<typeof links>;

export const rateLimits = table('rate_limits', {
  name: primary(key()),
  window_at: primary(instant()),
  uses: integer(),
});
