import type { Received } from '../common/messaging/events.ts';
import { isErasure, isReplicaEvent } from '../common/people/replica.ts';
import { changeIn, type VacationWorld } from './act.ts';
import { keepBalances } from './balances.ts';
import { erase } from './erasure.ts';
import { projectPerson } from './projections.ts';
import { hear, personOf } from './replica.ts';
import type { Trx } from './tables.ts';

export const heardPatterns = ['user.#'] as const;

/** What an event about a person changes here: the replica, the days of the person's leave, the person's balances. */
export async function hearOfPerson(world: VacationWorld, received: Received, trx: Trx): Promise<void> {
  const { event, traceparent } = received;
  if (!isReplicaEvent(event)) return;
  const act = await changeIn(world, trx, traceparent === null ? undefined : { traceparent });
  if (isErasure(event)) return erase(act, event);
  await hear(trx, event, world.zone);
  await projectPerson(act, event.employeeId);
  const person = await personOf(trx, event.employeeId);
  if (person) await keepBalances(act, person);
}
