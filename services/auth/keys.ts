import { randomUUID } from 'node:crypto';
import { type CryptoKey, exportJWK, exportPKCS8, generateKeyPair, importPKCS8, type JWK, SignJWT } from 'jose';
import type { Clock } from '#lib/clock.ts';
import type { Person } from '#schemas/access/people.ts';
import { tokenAudience, tokenIssuer, tokenType } from '#schemas/access/tokens.ts';
import type { Database } from '../common/database/database.ts';
import type { AuthTables, SigningKeyRow } from './tables.ts';
import type { Vault } from './vault.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** How long an access token is good. */
const accessSeconds = 300;
const rotateMs = 30 * dayMs;
/** Longer than anybody keeps the published keys, so that all know a key before it signs. */
const settleMs = 15 * minuteMs;
/** Longer than any token that an old key has signed. */
const keptMs = 60 * minuteMs;

interface Aged {
  readonly keyId: string;
  readonly createdAt: number;
}

/** What is to be done with the keys at `now`: which signs, which have signed their last, whether a new one is due. */
export function plan(keys: readonly Aged[], now: number): { signer: string | null; drop: string[]; create: boolean } {
  const byAge = [...keys].sort((a, b) => a.createdAt - b.createdAt || (a.keyId < b.keyId ? -1 : 1));
  const settled = byAge.filter(({ createdAt }) => createdAt <= now - settleMs);
  const signer = settled.at(-1) ?? byAge[0];
  const newest = byAge.at(-1);
  const replaced = signer !== undefined && signer.createdAt + settleMs + keptMs <= now;
  return {
    signer: signer?.keyId ?? null,
    drop: replaced ? settled.slice(0, -1).map(({ keyId }) => keyId) : [],
    create: newest === undefined || newest.createdAt + rotateMs <= now,
  };
}

/** The keys that sign access tokens: public ones for everybody, private ones sealed in the database. */
export interface Keys {
  /** The published set, RFC 7517. */
  jwks(): Promise<{ keys: JWK[] }>;
  /** An access token for this person. */
  sign(person: Person): Promise<{ token: string; expiresAt: number }>;
  /** Makes and drops keys as it is time. */
  tend(): Promise<void>;
}

export function keysOf(database: Database<AuthTables>, vault: Vault, clock: Clock): Keys {
  const all = () => database.db.selectFrom('signing_keys').selectAll().execute();
  const opened = new Map<string, CryptoKey>();
  const open = async ({ key_id, private_key }: SigningKeyRow): Promise<CryptoKey> => {
    const key = opened.get(key_id) ?? (await importPKCS8(vault.open('signing key', private_key), 'EdDSA'));
    opened.set(key_id, key);
    return key;
  };
  return {
    jwks: async () => ({ keys: (await all()).map(({ public_key }) => JSON.parse(public_key) as JWK) }),
    tend: async () => tend(database, vault, clock.now(), await all()),
    sign: async (person) => {
      const rows = await all();
      const { signer } = plan(rows.map(aged), clock.now());
      const row = rows.find(({ key_id }) => key_id === signer);
      if (!row) throw new Error('there is no key to sign with');
      return signed(person, row.key_id, await open(row), clock.now());
    },
  };
}

const aged = ({ key_id, created_at }: SigningKeyRow): Aged => ({ keyId: key_id, createdAt: created_at });

async function tend(database: Database<AuthTables>, vault: Vault, now: number, rows: SigningKeyRow[]): Promise<void> {
  const { create, drop } = plan(rows.map(aged), now);
  if (drop.length > 0) await database.db.deleteFrom('signing_keys').where('key_id', 'in', drop).execute();
  if (create)
    await database.db
      .insertInto('signing_keys')
      .values(await newKey(vault, now))
      .execute();
}

async function newKey(vault: Vault, now: number): Promise<SigningKeyRow> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const keyId = randomUUID();
  const jwk = { ...(await exportJWK(publicKey)), kid: keyId, alg: 'EdDSA', use: 'sig' };
  return {
    key_id: keyId,
    public_key: JSON.stringify(jwk),
    private_key: vault.seal('signing key', await exportPKCS8(privateKey)),
    created_at: now,
  };
}

async function signed({ employeeId, sessionId, roles, locale }: Person, kid: string, key: CryptoKey, now: number) {
  const issuedAt = Math.floor(now / 1000);
  const expiresAt = issuedAt + accessSeconds;
  const token = await new SignJWT({ sid: sessionId, roles: [...roles], locale })
    .setProtectedHeader({ alg: 'EdDSA', typ: tokenType, kid })
    .setSubject(employeeId)
    .setIssuer(tokenIssuer)
    .setAudience(tokenAudience)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(key);
  return { token, expiresAt: expiresAt * 1000 };
}
