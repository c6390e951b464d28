import type { AuthWorld } from './act.ts';
import { sha256 } from './sessions.ts';
import type { LinkRow, Trx } from './tables.ts';

interface NewLink {
  readonly token: string;
  readonly kind: LinkRow['kind'];
  readonly payload: object;
  readonly lastsMs: number;
}

/** Makes a link, or the same one anew. */
export async function makeLink({ vault, clock }: AuthWorld, trx: Trx, { token, kind, payload, lastsMs }: NewLink) {
  const row = {
    token_hash: sha256(token),
    kind,
    payload: vault.seal('link', JSON.stringify(payload)),
    expires_at: clock.now() + lastsMs,
  };
  await trx.deleteFrom('links').where('token_hash', '=', row.token_hash).execute();
  await trx.insertInto('links').values(row).execute();
}

/**
 * What a link was made for, and the end of it: of two who use it at once one gets it. null: no such link, or too late.
 */
export async function takeLink({ vault, clock }: AuthWorld, trx: Trx, kind: LinkRow['kind'], token: string) {
  const hash = sha256(token);
  const row = await trx.selectFrom('links').selectAll().where('token_hash', '=', hash).executeTakeFirst();
  if (!row || row.kind !== kind || row.expires_at <= clock.now()) return null;
  const { numDeletedRows } = await trx.deleteFrom('links').where('token_hash', '=', hash).executeTakeFirstOrThrow();
  return numDeletedRows > 0n ? (JSON.parse(vault.open('link', row.payload)) as unknown) : null;
}
