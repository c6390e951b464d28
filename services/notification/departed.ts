import { hasLeft } from '../common/people/departed.ts';
import { type NotificationTransaction, personOf } from './replica.ts';

/** The nearest manager above somebody who has not left; null when there is none. */
export async function managerOf(trx: NotificationTransaction, employeeId: string): Promise<string | null> {
  const passed = new Set([employeeId]);
  for (let at = employeeId; ; ) {
    const above: string | null = (await personOf(trx, at))?.manager_id ?? null;
    if (above === null || passed.has(above)) return null;
    if (!(await hasLeft(trx as never, above))) return above;
    passed.add(above);
    at = above;
  }
}
