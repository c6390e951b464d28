import { forbidden } from '#lib/http/problem.ts';
import type { Trace } from '#lib/http/trace.ts';
import type { Person as SignedIn } from '#schemas/access/people.ts';
import type { Route } from '../common/http/route.ts';
import { change, type VacationWorld } from './act.ts';
import { keepBalances } from './balances.ts';
import { projectPerson } from './projections.ts';
import { learn } from './replica.ts';
import type { LookUp } from './userService.ts';

/** The part of a request that is asked on with. */
interface Asked extends Trace {
  readonly context: { get(name: string): string };
}

/**
 * Asks the user service for the newest of a person and takes it into the replica, with what depends on it. Before any
 * transaction: no lock is held while a neighbour is asked. When user is away, the replica stays as it is.
 */
export async function refresh(world: VacationWorld, lookUp: LookUp, asked: Asked, employeeId: string): Promise<void> {
  const { requestId, traceparent, context } = asked;
  const told = await lookUp(employeeId, { authorization: context.get('authorization'), requestId, traceparent });
  if (!told) return;
  await change(world, { traceparent }, async (act) => {
    if (!(await learn(act.trx, told))) return;
    await projectPerson(act, employeeId);
    await keepBalances(act, told.person);
  });
}

/**
 * The same route for who signs in before the events about them have come: somebody who is unknown is asked for first.
 * Who has left changes nothing any more, though their last token may hold for some minutes.
 */
export const introducing =
  (world: VacationWorld, lookUp: LookUp) =>
  (route: Route): Route => ({
    ...route,
    handle: async (asked) => {
      const { person } = asked;
      if (person && (await activity(world, person)) === undefined)
        await refresh(world, lookUp, asked, person.employeeId);
      if (person && route.method !== 'GET' && (await activity(world, person)) === 0)
        throw forbidden('Who has left changes nothing any more.', 'has_left');
      return route.handle(asked);
    },
  });

/** 1 or 0, as the replica says; undefined for somebody it does not know. */
async function activity({ database: { db } }: VacationWorld, { employeeId }: SignedIn): Promise<number | undefined> {
  const row = db.selectFrom('people').select('active').where('employee_id', '=', employeeId);
  return (await row.executeTakeFirst())?.active;
}
