import type { Context } from 'koa';
import type { Authenticate } from '#lib/http/router.ts';
import type { Person } from './people.ts';

/** What auth writes into access tokens, and everybody asks of them. */
export const tokenIssuer = 'leaveline-auth';
export const tokenAudience = 'leaveline';
/** RFC 9068. */
export const tokenType = 'at+jwt';
export const tokenAlgorithms = ['EdDSA', 'ES256'] as const;
/** Where auth publishes its public keys. */
export const jwksPath = '/.well-known/jwks.json';

/** The claims of an access token beside `iss aud exp iat jti`. */
export interface AccessClaims {
  /** Employee id. */
  readonly sub: string;
  /** Session id. */
  readonly sid: string;
  readonly roles: readonly string[];
  readonly locale: string;
}

/** The person of an access token; rejects with a Problem: 401 when it does not hold, 503 when auth's keys cannot be had. */
export type Verify = (token: string) => Promise<Person>;

/** Verifies by the JWKS of auth at `authUrl`, which is kept and asked again for a key that is not in it. */
export function verifier(_authUrl: string): Verify {
  throw new Error('not built yet');
}

/** Reads `Authorization: Bearer …`; cookies are never taken, so that no foreign page can act for a person. */
export const bearer =
  (verify: Verify): Authenticate<Person> =>
  async (context: Context) => {
    const [, token] = /^Bearer ([\w.~+/=-]+)$/i.exec(context.get('authorization')) ?? [];
    return token === undefined ? null : verify(token);
  };
