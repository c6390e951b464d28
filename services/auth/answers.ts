import { z } from 'zod';
import { locales, roles } from '#schemas/access/people.ts';
import * as fields from './fields.ts';

// What auth answers, and what pages send. Instants are epoch ms.

const someRoles = z.array(z.enum(roles)).readonly();

export const signedIn = z.object({
  accessToken: z.string(),
  expiresAt: z.int(),
  csrfToken: z.string(),
  person: z.object({
    employeeId: z.string(),
    roles: someRoles,
    rolesWithheld: someRoles.describe('Roles that wait for a second factor.'),
    locale: z.enum(locales),
  }),
});

export type SignedIn = z.output<typeof signedIn>;

/** One's own account. */
export const ownAccount = z.object({
  employeeId: z.string(),
  login: z.string(),
  roles: someRoles,
  rolesWithheld: someRoles.describe('Once there is a second factor, the next refresh gives them.'),
  locale: z.enum(locales),
  hasSecondFactor: z.boolean(),
  recoveryCodesLeft: z.int(),
  passwordAt: z.int(),
});

export type OwnAccount = z.output<typeof ownAccount>;

const session = z.object({
  sessionId: z.string(),
  createdAt: z.int(),
  usedAt: z.int(),
  endsAt: z.int(),
  ip: z.string(),
  userAgent: z.string(),
  isThis: z.boolean(),
});

export type Session = z.output<typeof session>;

export const ownSessions = z.object({ sessions: z.array(session).readonly() });
export type OwnSessions = z.output<typeof ownSessions>;

export const offeredSecret = z.object({ secret: z.string(), uri: z.string() });
export type OfferedSecret = z.output<typeof offeredSecret>;

export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()).readonly() });
export type RecoveryCodes = z.output<typeof recoveryCodes>;

/** An account as administrators see it. */
const account = z.object({
  employeeId: z.string(),
  login: z.string(),
  roles: someRoles.describe('Those given; `manager` comes by itself besides.'),
  isBlocked: z.boolean().describe('By an administrator.'),
  lockedUntil: z.int().nullable().describe('Of the origin that is locked longest; null: none is locked by failures.'),
  hasSecondFactor: z.boolean(),
  createdAt: z.int(),
});

export type Account = z.output<typeof account>;

export const accountPage = z.object({ accounts: z.array(account).readonly() });
export type AccountPage = z.output<typeof accountPage>;

export const serviceToken = z.object({ accessToken: z.string(), expiresAt: z.int(), roles: someRoles });

export const registration = z.strictObject({
  email: fields.email,
  password: fields.password,
  firstName: fields.name,
  lastName: fields.name,
  locale: z.enum(locales).default('uk'),
});

export const confirmation = z.strictObject({ token: fields.token });

export const credentials = z.strictObject({
  login: fields.login,
  password: fields.password,
  otp: fields.otp.optional(),
});

export const passwordChange = z.strictObject({ currentPassword: fields.password, newPassword: fields.password });
export const passwordForgotten = z.strictObject({ login: fields.login });
export const passwordReset = z.strictObject({ token: fields.token, newPassword: fields.password });

/** The present password, where a change wants it once more. */
export const proof = z.strictObject({ password: fields.password });
export const factorConfirmation = z.strictObject({ code: fields.otp });

export const roleAssignment = z.strictObject({ roles: fields.someRoles });
