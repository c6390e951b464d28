import type { AnyEvent, EventOf } from '#schemas/event.ts';
import type erasureRequested from '#schemas/events/user.erasure_requested.ts';
import type { Received } from '../common/messaging/events.ts';
import { changeIn, type VacationWorld } from './act.ts';
import { keepBalances } from './balances.ts';
import { erase } from './erasure.ts';
import { isAboutPeople } from './person.ts';
import { projectPerson } from './projections.ts';
import { hear, personOf } from './replica.ts';
import type { Trx } from './tables.ts';

export const heardPatterns = ['user.#'] as const;

type Erasure = EventOf<typeof erasureRequested>;

export const isErasure = (event: AnyEvent): event is AnyEvent & Erasure => event.type === 'user.erasure_requested';

/** What an event about a person changes here: the replica, the days of the person's leave, the person's balances. */
export async function hearOfPerson(world: VacationWorld, received: Received, trx: Trx): Promise<void> {
  const { event, traceparent } = received;
  if (!isAboutPeople(event) && !isErasure(event)) return;
  const act = await changeIn(world, trx, traceparent === null ? undefined : { traceparent });
  if (isErasure(event)) return erase(act, event.employeeId);
  const told = event;
  await hear(trx, told, world.zone);
  await projectPerson(act, told.employeeId);
  const person = await personOf(trx, told.employeeId);
  if (person) await keepBalances(act, person);
}
