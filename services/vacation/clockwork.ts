import { theClock } from '#domain/decide.ts';
import type { RequestEvent } from '#domain/request.ts';
import { dueOf } from '#domain/waiting.ts';
import { localDate } from '#lib/dates.ts';
import type { Log } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import { repeating } from '#lib/timing.ts';
import { type Act, change, look, type VacationWorld } from './act.ts';
import { keepBalances } from './balances.ts';
import { periodFacts } from './facts.ts';
import { requestOf } from './projections.ts';
import { personOf } from './replica.ts';
import { follow } from './requests.ts';

/**
 * Reminds of requests that wait, ends those that waited too long; each in a transaction of its own. How many were
 * touched.
 */
export async function remindAndExpire(world: VacationWorld): Promise<number> {
  const waiting = await look(world, ({ trx }) =>
    trx.selectFrom('requests').select('request_id').where('status', '=', 'submitted').execute(),
  );
  let touched = 0;
  for (const { request_id } of waiting)
    if (await change(world, undefined, (act) => remindOne(act, request_id))) touched++;
  return touched;
}

async function remindOne(act: Act, requestId: string): Promise<boolean> {
  const { state, events } = await requestOf(act.trx, requestId);
  const due = state && dueOf(state, localDate(state.waitingSince, act.zone), act.today, act.rules);
  const person = due && (await personOf(act.trx, state.employeeId));
  if (!due || !person) return false;
  const period = await periodFacts(act, person, state, requestId);
  await follow(act, due, events as RequestEvent[], { actor: theClock, rules: act.rules, period });
  return true;
}

/** Brings the balances of everybody up to today, each in a transaction of its own. */
export async function keepAllBalances(world: VacationWorld): Promise<void> {
  const people = await look(world, ({ trx }) => trx.selectFrom('people').select('employee_id').execute());
  for (const { employee_id } of people)
    await change(world, undefined, async (act) => {
      const person = await personOf(act.trx, employee_id);
      if (person) await keepBalances(act, person);
    });
}

const everyMs = 60_000;

/**
 * Looks once a minute for what is due; balances when the day has changed. Several processes may do so: each change is
 * decided by one.
 */
export function clockwork(world: VacationWorld, log: Log): Part {
  let keptOn = '';
  const tick = async () => {
    const today = localDate(world.clock.now(), world.zone);
    if (today !== keptOn) await keepAllBalances(world);
    keptOn = today;
    await remindAndExpire(world);
  };
  const failed = (error: unknown) => log.error({ err: error }, 'what is due could not be done');
  const ticks = repeating(tick, { everyMs, failed });
  return { ready: () => null, stop: ticks.stop };
}
