import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from '#lib/config.ts';
import { sha256 } from './merkle.ts';

/** Where the audit keeps its key and its exported checkpoints, outside the database. */
export const keyFile = (folder: string): string => join(folder, 'audit', 'signing.pem');
export const exportFile = (folder: string): string => join(folder, 'audit', 'checkpoints.jsonl');

/** The Ed25519 key of `file`, made there (readable by its owner alone) when it is missing. */
export function signingKey(file: string): KeyObject {
  if (!existsSync(file)) makeKey(file);
  return readKey(file);
}

function makeKey(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(file, pem, { mode: 0o600, flag: 'wx', flush: true });
}

/** The public key of `file`, which holds a private or a public key. */
export const publicKey = (file: string): KeyObject => createPublicKey(readFileSync(file));

function readKey(file: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {}
  throw new ConfigError(`AUDIT_KEY: ${file} must hold an Ed25519 private key in PEM.`);
}

/** Names a key: the SHA-256 of its public part, in hex. */
export function keyId(key: KeyObject): string {
  const open = key.type === 'private' ? createPublicKey(key) : key;
  return sha256(open.export({ type: 'spki', format: 'der' })).toString('hex');
}

export const signText = (key: KeyObject, text: string): string => sign(null, Buffer.from(text), key).toString('base64');

export const isSigned = (key: KeyObject, text: string, signature: string): boolean =>
  verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
