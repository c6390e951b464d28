import type { Part } from '#lib/role.ts';
import { repeating } from '#lib/timing.ts';
import type { AuthWorld } from './act.ts';
import { deviceMs } from './cookies.ts';
import { keycloakRules } from './lockout.ts';

const everyMs = 10 * 60_000;
/** How long ended sessions and their tokens are kept, so that a stolen token is still recognised. */
const keptMs = 7 * 86_400_000;
/** No limit looks back any further. */
const windowsKeptMs = 2 * 86_400_000;

/** Makes and drops signing keys as it is time, and lets go of what has expired. */
export async function tidyOnce({ database: { db }, clock, keys }: Pick<AuthWorld, 'database' | 'clock' | 'keys'>) {
  await keys.tend();
  const now = clock.now();
  const longAgo = now - keptMs;
  const old = db.selectFrom('sessions').select('session_id').where('ends_at', '<', longAgo);
  await db.deleteFrom('refresh_tokens').where('session_id', 'in', old).execute();
  await db.deleteFrom('sessions').where('ends_at', '<', longAgo).execute();
  await db.deleteFrom('links').where('expires_at', '<', now).execute();
  const forgotten = now - keycloakRules.forgetSeconds * 1000;
  await db.deleteFrom('sign_in_failures').where('failed_at', '<', forgotten).where('locked_until', '<', now).execute();
  const unseen = now - deviceMs;
  await db.deleteFrom('known_devices').where('seen_at', '<', unseen).execute();
  const past = now - windowsKeptMs;
  await db.deleteFrom('rate_limits').where('window_at', '<', past).execute();
}

/** Every ten minutes. */
export function tidy(world: AuthWorld): Part {
  const failed = (error: unknown) => world.log.warn({ why: String(error) }, 'could not tidy up yet');
  const turns = repeating(() => tidyOnce(world), { everyMs, failed });
  return { ready: () => null, stop: turns.stop };
}
