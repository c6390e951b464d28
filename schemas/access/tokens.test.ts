import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { eventually } from '#lib/testing/eventually.ts';
import { jwksPath, tokenAudience, tokenIssuer, type Verify, verifier } from './tokens.ts';

interface Keys {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

let ours: Keys;
let server: Server;
let published: object[];
let asked: number;
let verify: Verify;

const jwk = async (keys: Keys, kid: string, alg = 'EdDSA') => ({
  ...(await exportJWK(keys.publicKey)),
  kid,
  alg,
  use: 'sig',
});

beforeEach(async () => {
  ours = await generateKeyPair('EdDSA', { extractable: true });
  published = [await jwk(ours, 'one')];
  asked = 0;
  server = createServer((request, response) => {
    asked++;
    if (request.url !== jwksPath) response.statusCode = 404;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  verify = verifier(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const claims = { sid: 's1', roles: ['employee', 'hr'], locale: 'uk' };

interface Change {
  readonly payload?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  readonly key?: CryptoKey | Uint8Array;
}

const now = () => Math.floor(Date.now() / 1000);

const token = ({ payload = {}, header = {}, key = ours.privateKey }: Change = {}): Promise<string> =>
  new SignJWT({ sub: '7', iss: tokenIssuer, aud: tokenAudience, iat: now(), exp: now() + 300, ...claims, ...payload })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'one', ...header })
    .sign(key);

const status = async (text: string): Promise<unknown> =>
  verify(text).then(
    () => 'taken',
    (error: { complaint: { status: number } }) => error.complaint.status,
  );

describe('an access token', () => {
  test('of auth tells who it is', async () => {
    expect(await verify(await token())).toEqual({
      employeeId: '7',
      sessionId: 's1',
      locale: 'uk',
      roles: ['employee', 'hr'],
    });
  });

  test('without any role opens nothing but auth', async () => {
    expect(await status(await token({ payload: { roles: [] } }))).toBe(403);
  });

  test('gives no role that is not known', async () => {
    expect((await verify(await token({ payload: { roles: ['root', 'employee'] } }))).roles).toEqual(['employee']);
  });

  const wrong: readonly [string, Change][] = [
    ['of another issuer', { payload: { iss: 'somebody' } }],
    ['for another audience', { payload: { aud: 'another' } }],
    ['that has expired', { payload: { iat: now() - 600, exp: now() - 10 } }],
    ['that never expires', { payload: { exp: undefined } }],
    ['from the future', { payload: { nbf: now() + 60 } }],
    ['that is a day old and still good', { payload: { iat: now() - 86_400 } }],
    ['of nobody', { payload: { sub: undefined } }],
    ['of an empty name', { payload: { sub: '' } }],
    ['of no session', { payload: { sid: undefined } }],
    ['with roles that are no list', { payload: { roles: 'admin' } }],
    ['of another kind', { header: { typ: 'JWT' } }],
    ['with a key of its own', { header: { jwk: {} } }],
  ];
  test.each(wrong.slice(0, -1))('%s is refused', async (_, change) => {
    expect(await status(await token(change))).toBe(401);
  });

  test('signed by another key of the same name is refused, also when it brings that key', async () => {
    const other = await generateKeyPair('EdDSA', { extractable: true });
    expect(await status(await token({ key: other.privateKey }))).toBe(401);
    expect(
      await status(await token({ key: other.privateKey, header: { jwk: await exportJWK(other.publicKey) } })),
    ).toBe(401);
  });

  test('without a signature is refused', async () => {
    const payload = { sub: '7', ...claims };
    const none = new UnsecuredJWT(payload)
      .setIssuer(tokenIssuer)
      .setAudience(tokenAudience)
      .setIssuedAt()
      .setExpirationTime('5m')
      .encode();
    const [, body] = (await token()).split('.');
    const forged = ['none', 'None', 'nOnE'].map(
      (alg) => `${Buffer.from(JSON.stringify({ alg, typ: 'at+jwt', kid: 'one' })).toString('base64url')}.${body}.`,
    );
    for (const text of [none, ...forged]) expect(await status(text)).toBe(401);
  });

  test('signed with the public key as a shared secret is refused', async () => {
    const secret = new TextEncoder().encode(await exportSPKI(ours.publicKey));
    expect(await status(await token({ key: secret, header: { alg: 'HS256' } }))).toBe(401);
  });

  test('that was changed is refused', async () => {
    const [header, , signature] = (await token()).split('.');
    const body = Buffer.from(
      JSON.stringify({ sub: '8', iss: tokenIssuer, aud: tokenAudience, iat: now(), exp: now() + 300, ...claims }),
    );
    expect(await status(`${header}.${body.toString('base64url')}.${signature}`)).toBe(401);
  });

  test.each(['', 'x', 'a.b.c', '....', `${'a'.repeat(100_000)}.b.c`])('that is none is refused (%#)', async (text) => {
    expect(await status(text)).toBe(401);
  });
});

describe('the keys of auth', () => {
  test('are asked for once', async () => {
    for (let count = 0; count < 5; count++) await verify(await token());
    expect(asked).toBe(1);
  });

  test('may be of another kind', async () => {
    const second = await generateKeyPair('ES256', { extractable: true });
    published.push(await jwk(second, 'two', 'ES256'));
    expect(await status(await token({ key: second.privateKey, header: { kid: 'two', alg: 'ES256' } }))).toBe('taken');
  });

  test('that are away are no fault of the token', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await status(await token())).toBe(503);
  });

  test('that do not come as keys are no fault of the token', async () => {
    published = 'nonsense' as never;
    expect(await status(await token())).toBe(503);
  });

  test('that were rotated are asked for anew, and the old one is refused', async () => {
    expect(await status(await token())).toBe('taken');
    const old = await token();
    const second = await generateKeyPair('EdDSA', { extractable: true });
    published = [await jwk(second, 'two')];
    const rotated = await token({ key: second.privateKey, header: { kid: 'two' } });
    await eventually(async () => (await status(rotated)) === 'taken');
    expect([await status(old), asked]).toEqual([401, 2]);
  }, 20_000);
});
