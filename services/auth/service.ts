import { join } from 'node:path';
import { createLocalJWKSet } from 'jose';
import { z } from 'zod';
import { secret } from '#lib/config.ts';
import { unauthenticated } from '#lib/http/problem.ts';
import type { Part } from '#lib/role.ts';
import { type Verify, verifyBy } from '#schemas/access/tokens.ts';
import { mailSettings } from '../common/mail/letterhead.ts';
import { sending } from '../common/mail/sender.ts';
import { smtp } from '../common/mail/smtp.ts';
import { profilePatterns } from '../common/people/replica.ts';
import type { Pieces, ServiceDefinition, World } from '../common/service.ts';
import type { AuthWorld } from './act.ts';
import { breachesAt, nobodyKnows } from './breaches.ts';
import { keysOf } from './keys.ts';
import { mailQueue } from './mailJobs.ts';
import { migrations } from './migrations.ts';
import { registrationRule, registrationRules } from './registrationRule.ts';
import { hear } from './replica.ts';
import { authRoutes } from './routes.ts';
import { isLive } from './sessions.ts';
import { secondFactorRules } from './standing.ts';
import type { AuthTables } from './tables.ts';
import { tidy } from './tidy.ts';
import { authSecret, vaultOf } from './vault.ts';

const settings = {
  ...mailSettings,
  AUTH_KEY: z.string().optional().describe('At least 32 characters, such as `openssl rand -base64 32` makes.'),
  AUTH_REGISTRATION: z
    .enum(registrationRules)
    .default('known')
    .describe(
      'Who may register: known: people whom the company has entered; domains: they, and mail addresses of AUTH_REGISTRATION_DOMAINS; open: anybody with a mail address. Administrators of AUTH_ADMINS always may.',
    ),
  AUTH_REGISTRATION_DOMAINS: z
    .string()
    .default('')
    .describe('Domains of mail addresses, with commas, such as company.example.'),
  AUTH_ADMINS: z.string().default('').describe('Mail addresses, with commas, whose accounts are made administrators’.'),
  AUTH_SECOND_FACTOR: z
    .enum(secondFactorRules)
    .default('optional')
    .describe(
      'Who needs a second factor: optional: nobody; privileged: who is more than employee; everyone: everybody.',
    ),
  BREACH_SERVICE_URL: z
    .url()
    .optional()
    .describe(
      'Asked whether a new password is known from a breach: https://api.pwnedpasswords.com/range/; unset: nobody is.',
    ),
  SERVICE_SECRET: secret('What services that read for a person show: 32 letters or more; unset: none may.'),
} as const;

type Settings = typeof settings;

/** The service of accounts and sessions. */
export const authService: ServiceDefinition<AuthTables, Settings> = {
  name: 'auth',
  port: 8101,
  migrations,
  settings,
  build,
};

const lookMs = 250;

async function build(world: World<AuthTables, Settings>): Promise<Pieces<AuthTables>> {
  const auth = await authWorldOf(world);
  await auth.keys.tend();
  const { MAIL_FROM, SMTP_URL } = world.config;
  const mail = mailQueue(auth, { from: MAIL_FROM, deliver: smtp(SMTP_URL) });
  const parts: Part[] = [sending(mail, lookMs), tidy(auth)];
  const subscription = { patterns: profilePatterns, handle: hear.bind(null, auth) };
  return { routes: authRoutes(auth), subscription, parts, verify: verifyLive(auth) };
}

/** What auth's own pieces are built from. */
async function authWorldOf({ config, ...world }: World<AuthTables, Settings>): Promise<AuthWorld> {
  const { AUTH_KEY, LEAVELINE_DATA, PUBLIC_URL, AUTH_ADMINS, SERVICE_SECRET = null } = config;
  const admins = listOf(AUTH_ADMINS);
  const vault = vaultOf(await authSecret(AUTH_KEY, join(LEAVELINE_DATA, 'services', 'auth.key')));
  return {
    ...world,
    vault,
    keys: keysOf(world.database, vault, world.clock),
    publicUrl: PUBLIC_URL.replace(/\/$/, ''),
    mayRegister: registrationRule(config.AUTH_REGISTRATION, listOf(config.AUTH_REGISTRATION_DOMAINS), admins),
    secondFactor: config.AUTH_SECOND_FACTOR,
    breaches: config.BREACH_SERVICE_URL ? breachesAt(config.BREACH_SERVICE_URL, world) : nobodyKnows,
    serviceSecret: SERVICE_SECRET,
    admins,
  };
}

/** A setting that is a list with commas, in lower case. */
const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .filter(Boolean);

/** Tokens by our own keys, and only while their session lives: here, signing out is at once. */
export function verifyLive({ database, keys, clock }: Pick<AuthWorld, 'database' | 'keys' | 'clock'>): Verify {
  return async (token) => {
    const verify = verifyBy(createLocalJWKSet(await keys.jwks()));
    const person = await verify(token);
    const query = database.db.selectFrom('sessions').selectAll().where('session_id', '=', person.sessionId);
    const session = await query.executeTakeFirst();
    if (!session || !isLive(session, clock.now())) throw unauthenticated('The session has ended.');
    return person;
  };
}
