import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Person } from '../people.ts';
import { tokenAudience, tokenIssuer, tokenType, type Verify, verifyBy } from '../tokens.ts';

/** Somebody of a test; what is left out is an employee's, in English. */
export type Someone = Partial<Person> & { readonly employeeId: string };

export interface TestIssuer {
  readonly verify: Verify;
  /** An access token as auth would sign it, good for five minutes or for the `lifetime`, such as `2s`. */
  tokenFor(person: Someone, lifetime?: string): Promise<string>;
  /** The JSON that auth would publish. */
  readonly jwks: { readonly keys: object[] };
}

/** Keys of its own, made now. */
export async function testIssuer(keyId = 'test'): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: keyId, alg: 'EdDSA', use: 'sig' }] };
  return {
    jwks,
    verify: verifyBy(createLocalJWKSet(jwks)),
    tokenFor: (
      { employeeId, roles = ['employee'], locale = 'en', sessionId = `session of ${employeeId}` },
      lifetime = '5m',
    ) =>
      new SignJWT({ sid: sessionId, roles: [...roles], locale })
        .setProtectedHeader({ alg: 'EdDSA', typ: tokenType, kid: keyId })
        .setSubject(employeeId)
        .setIssuer(tokenIssuer)
        .setAudience(tokenAudience)
        .setIssuedAt()
        .setExpirationTime(lifetime)
        .sign(privateKey),
  };
}
