import type { Received } from '../common/events.ts';
import { changeIn, type VacationWorld } from './act.ts';
import { keepBalances } from './balances.ts';
import { type PersonEvent, personTypes } from './person.ts';
import { projectPerson } from './projections.ts';
import { hear, personOf } from './replica.ts';
import type { Trx } from './tables.ts';

export const heardPatterns = ['user.#'] as const;

/** What an event about a person changes here: the replica, the days of the person's leave, the person's balances. */
export async function hearOfPerson(world: VacationWorld, received: Received, trx: Trx): Promise<void> {
  const { event, traceparent } = received;
  if (event === null || !personTypes.some((type) => type === event.type)) return;
  const told = event as PersonEvent;
  const act = await changeIn(world, trx, traceparent === null ? undefined : { traceparent });
  await hear(trx, told, world.zone);
  await projectPerson(act, told.employeeId);
  const person = await personOf(trx, told.employeeId);
  if (person) await keepBalances(act, person);
}
