import { createHash } from 'node:crypto';
import { badRequest, refused } from '#lib/http/problem.ts';
import type { Act } from './act.ts';

/** How a page says that it sends the same thing again. */
export const onceHeader = 'idempotency-key';

/**
 * Does `work` once per person and key, and answers a repetition with the first answer; changes come one after the
 * other, so of two at once the second waits. Without a key it is done as often as asked. 422 for a key that was used
 * for something else.
 */
export async function once<T>(
  { trx, origin }: Act,
  { employeeId, key, request }: { readonly employeeId: string; readonly key: string; readonly request: unknown },
  work: () => Promise<T>,
): Promise<T> {
  if (key === '') return work();
  if (!/^[\w.:-]{1,100}$/.test(key))
    throw badRequest([{ field: onceHeader, value: key, message: 'at most 100 letters, digits and . _ : -' }]);
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  const row = await trx
    .selectFrom('once')
    .select(['fingerprint', 'answer'])
    .where('employee_id', '=', employeeId)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
  if (row && row.fingerprint !== fingerprint) throw reused();
  if (row) return JSON.parse(row.answer);
  const answer = await work();
  const created_at = origin.clock.now();
  await trx
    .insertInto('once')
    .values({ employee_id: employeeId, idempotency_key: key, fingerprint, answer: JSON.stringify(answer), created_at })
    .execute();
  return answer;
}

const reused = () =>
  refused('idempotency_key_reused', 'This Idempotency-Key belongs to another request.', {
    remedy: 'Use a new key for each new thing.',
  });
