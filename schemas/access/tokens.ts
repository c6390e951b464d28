import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Context } from 'koa';
import { z } from 'zod';
import { away, forbidden, Problem, unauthenticated } from '#lib/http/problem.ts';
import type { Authenticate } from '#lib/http/router.ts';
import { locales, type Person, roles } from './people.ts';

/** What auth writes into access tokens, and everybody asks of them. */
export const tokenIssuer = 'leaveline-auth';
export const tokenAudience = 'leaveline';
/** RFC 9068. */
export const tokenType = 'at+jwt';
const tokenAlgorithms = ['EdDSA', 'ES256'] as const;
/** Where auth publishes its public keys. */
export const jwksPath = '/.well-known/jwks.json';

/** The claims of an access token beside `iss aud exp iat jti`: `sub` is the employee id, `sid` the session. */
const accessClaims = z.object({
  sub: z.string().min(1),
  sid: z.string().min(1),
  roles: z.array(z.string()),
  locale: z.enum(locales),
});

/**
 * The person of an access token; rejects with a Problem: 401 when it does not hold, 503 when auth's keys cannot be had.
 */
export type Verify = (token: string) => Promise<Person>;

const keptMs = 10 * 60_000;
/** A key that is not in the set makes us ask again, at most this often. */
const cooldownMs = 5_000;
const toleranceSeconds = 5;
const longestSeconds = 60 * 60;

/**
 * Verifies by the JWKS of auth at `authUrl`, which is kept and asked again for a key that is not in it. Who has no role
 * may use auth alone: 403.
 */
export function verifier(authUrl: string): Verify {
  const keys = createRemoteJWKSet(new URL(jwksPath, authUrl), {
    cacheMaxAge: keptMs,
    cooldownDuration: cooldownMs,
    timeoutDuration: 3_000,
  });
  const verify = verifyBy(keys);
  return async (token) => {
    const person = await verify(token);
    if (person.roles.length === 0) throw noRole();
    return person;
  };
}

const noRole = (): Problem =>
  new Problem({
    status: 403,
    code: 'no_role',
    title: 'No role',
    detail: 'This account has no role at present.',
    remedy: 'Set up an authenticator under “Security”, or ask an administrator for a role.',
  });

/** Verifies by these keys. */
export function verifyBy(keys: JWTVerifyGetKey): Verify {
  const options = {
    issuer: tokenIssuer,
    audience: tokenAudience,
    typ: tokenType,
    algorithms: [...tokenAlgorithms],
    clockTolerance: toleranceSeconds,
    requiredClaims: ['sub', 'sid', 'exp', 'iat'],
    maxTokenAge: longestSeconds,
  };
  return async (token) => {
    const { payload } = await jwtVerify(token, keys, options).catch(explain);
    return personOf(payload);
  };
}

/** Faults of auth's answer, not of the token: no answer, no keys in it. */
const keysAway = new Set(['ERR_JOSE_GENERIC', 'ERR_JWKS_INVALID', 'ERR_JWKS_TIMEOUT']);

/** What is wrong with a token is nobody's business but its owner's: expired, or not valid. */
function explain(error: unknown): never {
  if (!(error instanceof errors.JOSEError) || keysAway.has(error.code))
    throw away('sign_in_away', 'Sign-ins cannot be checked at the moment.', undefined, error);
  throw unauthenticated(
    error instanceof errors.JWTExpired ? 'The access token has expired.' : 'The access token does not hold.',
  );
}

/** Roles that this program does not know give nothing. */
function personOf(payload: JWTPayload): Person {
  const claims = accessClaims.safeParse(payload);
  if (!claims.success) throw unauthenticated('The access token does not hold.');
  const { sub, sid, locale } = claims.data;
  const known = roles.filter((role) => claims.data.roles.includes(role));
  return { employeeId: sub, sessionId: sid, locale, roles: known };
}

/** The session of a token with which a service reads for a person. */
export const serviceSession = (service: string): string => `service ${service}`;

/**
 * Reads `Authorization: Bearer …`; cookies are never taken, so that no foreign page can act for a person. A service
 * only reads for one.
 */
export const bearer =
  (verify: Verify): Authenticate<Person> =>
  async (context: Context) => {
    const header = context.get('authorization');
    if (header === '') return null;
    const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(header) ?? [];
    if (token === undefined) throw unauthenticated('The authorization header holds no bearer token.');
    const person = await verify(token);
    context.state.who = person.employeeId;
    if (person.sessionId.startsWith(serviceSession('')) && context.method !== 'GET')
      throw forbidden('A service may only read for a person.', 'service_reads_only');
    return person;
  };
