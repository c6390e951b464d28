import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../common/database/database.ts';
import { column, type RowOf, table } from '../common/database/table.ts';
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
  address_changes: AddressChangeRow;
  sign_in_failures: SignInFailuresRow;
  known_devices: RowOf<typeof knownDevices>;
  rate_limits: RowOf<typeof rateLimits>;
}

export type Trx = Transaction<Tables<AuthTables>>;
/** For what only reads: within a transaction, or outside. */
export type Db = Kysely<Tables<AuthTables>>;

export const accounts = table('accounts', {
  employee_id: column.key().primary(),
  /** The mail address in lower case. */
  login: column.key().unique(),
  /** Argon2id, PHC format. */
  password_hash: column.key(),
  /** JSON list of roles. */
  roles: column.json(),
  locale: column.key(),
  /** Locked by an administrator until one opens it. */
  blocked: column.flag(),
  /** Sealed; null: no second factor. */
  totp_secret: column.text().nullable(),
  /** Sealed; offered, and not confirmed yet. */
  totp_offered: column.text().nullable(),
  /** The last time step whose code was taken: a code is good once. */
  totp_step: column.integer(),
  created_at: column.instant(),
  password_at: column.instant(),
});

export type AccountRow = RowOf<typeof accounts>;

export const sessions = table('sessions', {
  session_id: column.uuid().primary(),
  employee_id: column.key(),
  created_at: column.instant(),
  used_at: column.instant(),
  ends_at: column.instant(),
  /** null: it goes on until `ends_at`. */
  revoked_at: column.instant().nullable(),
  ip: column.key(),
  user_agent: column.text(),
});

export type SessionRow = RowOf<typeof sessions>;

export const refreshTokens = table('refresh_tokens', {
  /** SHA-256, hexadecimal. */
  token_hash: column.key().primary(),
  session_id: column.uuid(),
  issued_at: column.instant(),
  used_at: column.instant().nullable(),
});

export type RefreshTokenRow = RowOf<typeof refreshTokens>;

export const recoveryCodes = table('recovery_codes', {
  employee_id: column.key().primary(),
  code_hash: column.key().primary(),
});

export const signingKeys = table('signing_keys', {
  key_id: column.key().primary(),
  /** JWK as JSON. */
  public_key: column.json(),
  /** PKCS #8, sealed. */
  private_key: column.text(),
  created_at: column.instant(),
});

export type SigningKeyRow = RowOf<typeof signingKeys>;

/** A mail that is to be sent; what it is for is looked up when it is sent. */
export const errands = table('errands', {
  errand_id: column.uuid().primary(),
  /** Sealed JSON. */
  payload: column.text(),
  created_at: column.instant(),
  attempts: column.integer(),
  next_at: column.instant(),
});

export type MailJobRow = RowOf<typeof errands>;

/** A link that was sent by mail: good once, until it expires. */
export const links = table('links', {
  token_hash: column.key().primary(),
  kind: column.key<'registration' | 'reset' | 'address'>(),
  /** Sealed JSON. */
  payload: column.text(),
  expires_at: column.instant(),
});

export type LinkRow = RowOf<typeof links>;

/** Addresses that people are to sign in with once they are confirmed; at most one for each account. */
export const addressChanges = table('address_changes', {
  employee_id: column.key().primary(),
  new_login: column.key(),
  asked_at: column.instant(),
  /** From the new address. */
  confirmed: column.flag(),
  /** From the old one. */
  agreed: column.flag(),
  /** JSON list of administrators. */
  approvals: column.json(),
});

export type AddressChangeRow = RowOf<typeof addressChanges>;

/** Wrong passwords for an account, by where they came from. */
export const signInFailures = table('sign_in_failures', {
  employee_id: column.key().primary(),
  /** A known device or an address, as a pseudonym. */
  origin: column.key().primary(),
  failures: column.integer(),
  failed_at: column.instant(),
  locked_until: column.instant(),
});

export type SignInFailuresRow = RowOf<typeof signInFailures>;

/** Browsers in which somebody has signed in, or has used a link that was mailed to them. */
export const knownDevices = table('known_devices', {
  employee_id: column.key().primary(),
  /** SHA-256 of its cookie, hexadecimal. */
  device_hash: column.key().primary(),
  seen_at: column.instant(),
});

export const rateLimits = table('rate_limits', {
  name: column.key().primary(),
  window_at: column.instant().primary(),
  uses: column.integer(),
});
