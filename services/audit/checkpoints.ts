import type { KeyObject } from 'node:crypto';
import { canonical, type Json } from '#lib/canonicalJson.ts';
import type { Clock } from '#lib/clock.ts';
import type { Log } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import { repeating } from '#lib/timing.ts';
import type { Database } from '../common/database/database.ts';
import { isDuplicate } from '../common/database/errors.ts';
import { noHash } from './entry.ts';
import { exportCheckpoints } from './export.ts';
import { noLeaves, type Peaks, rootOf, sha256, withLeaf } from './merkle.ts';
import { keyId, signText } from './signing.ts';
import type { AuditTransaction } from './store.ts';
import type { AuditTables } from './tables.ts';

/** What a checkpoint vouches for. */
export interface CheckpointBody {
  readonly v: 1;
  readonly number: number;
  readonly at: number;
  /** SHA-256 of the body before, zeros for the first. */
  readonly prev: string;
  /** SHA-256 of the public key. */
  readonly key: string;
  /** Each chain: how many entries it had, and the Merkle root of RFC 6962 over their hashes' contents. */
  readonly streams: readonly { readonly stream: string; readonly size: number; readonly root: string }[];
}

export const hashOfBody = (body: string): string => sha256(body).toString('hex');

const hourMs = 3_600_000;
const lookMs = 30_000;
const page = 2_000;

export interface CheckpointOptions {
  readonly database: Database<AuditTables>;
  readonly key: KeyObject;
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Signs the state of every chain when an hour has begun that has no checkpoint, empty ones too; answers whether it did.
 * A crash before the commit leaves no trace; one before the export is made up for by the next look.
 */
export async function checkpoint(options: CheckpointOptions): Promise<boolean> {
  const made = await options.database.transaction((trx) => sign(trx, options)).catch(unlessAnotherDid);
  if (made) options.log.info({ checkpoint: JSON.parse(made.body), signature: made.signature }, 'audit checkpoint');
  await exportCheckpoints(options.database, options.file);
  return made !== null;
}

function unlessAnotherDid(error: unknown): null {
  if (isDuplicate(error)) return null;
  throw error;
}

async function sign(
  trx: AuditTransaction,
  { key, clock }: CheckpointOptions,
): Promise<{ body: string; signature: string } | null> {
  const last = await trx.selectFrom('audit_checkpoints').selectAll().orderBy('number', 'desc').executeTakeFirst();
  const at = clock.now();
  if (last && Math.floor(last.at / hourMs) >= Math.floor(at / hourMs)) return null;
  const trees = await grown(trx, readTrees(last?.peaks));
  const streams = [...trees].map(([stream, peaks]) => ({
    stream,
    size: peaks.size,
    root: rootOf(peaks).toString('hex'),
  }));
  const number = (last?.number ?? 0) + 1;
  const prev = last ? hashOfBody(last.body) : noHash;
  const body = canonical({
    v: 1,
    number,
    at,
    prev,
    key: keyId(key),
    streams,
  } satisfies CheckpointBody as unknown as Json);
  const row = { number, at, body, signature: signText(key, body), peaks: writeTrees(trees) };
  await trx.insertInto('audit_checkpoints').values(row).execute();
  return row;
}

type Trees = ReadonlyMap<string, Peaks>;

/** Each chain's tree with what came since. */
async function grown(trx: AuditTransaction, trees: Trees): Promise<Trees> {
  const ends = await trx.selectFrom('audit_streams').select(['stream', 'last_seq']).orderBy('stream').execute();
  const next = new Map<string, Peaks>();
  for (const { stream, last_seq } of ends)
    next.set(stream, await extended(trx, stream, trees.get(stream) ?? noLeaves, last_seq));
  return next;
}

async function extended(trx: AuditTransaction, stream: string, from: Peaks, to: number): Promise<Peaks> {
  let peaks = from;
  while (peaks.size < to) {
    const rows = await trx
      .selectFrom('audit_entries')
      .select(['seq', 'hash'])
      .where('stream', '=', stream)
      .where('seq', '>', peaks.size)
      .where('seq', '<=', Math.min(to, peaks.size + page))
      .orderBy('seq')
      .execute();
    if (rows.length === 0) throw new Error(`the chain ${stream} lacks its entry ${peaks.size + 1}: run audit:verify`);
    peaks = rows.reduce((tree, { hash }) => withLeaf(tree, Buffer.from(hash, 'hex')), peaks);
  }
  return peaks;
}

const writeTrees = (trees: Trees): string =>
  JSON.stringify(
    [...trees].map(([stream, { size, roots }]) => [stream, size, roots.map((root) => root.toString('hex'))]),
  );

const readTrees = (text = '[]'): Trees =>
  new Map(
    (JSON.parse(text) as [string, number, string[]][]).map(([stream, size, roots]) => [
      stream,
      { size, roots: roots.map((root) => Buffer.from(root, 'hex')) },
    ]),
  );

/** Looks twice a minute whether an hour needs its checkpoint. */
export function hourlyCheckpoints(options: CheckpointOptions): Part {
  const why = 'the hourly checkpoint cannot be made';
  const failed = (error: unknown) => options.log.error({ err: error }, why);
  const looks = repeating(() => checkpoint(options), { everyMs: lookMs, failed });
  return { ready: () => (looks.failing() ? why : null), stop: looks.stop };
}
