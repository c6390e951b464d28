import { z } from 'zod';
import { typeRules } from '#domain/leaveRules.ts';
import { refused } from '#lib/http/problem.ts';
import { ONE_DAY } from '#lib/millionths.ts';
import { type Route, route } from '../../common/http/route.ts';
import { change, look, type VacationWorld } from '../act.ts';
import { adjust, balancesOf } from '../balances.ts';
import { once, onceHeader } from '../once.ts';
import { knownPerson, visiblePerson } from '../requests.ts';
import { id } from '../shapes.ts';
import { balanceView, viewBalance } from '../views.ts';

const year = z.coerce.number().int().min(1900).max(2299);
const answer = z.object({ employeeId: z.string(), balances: z.array(balanceView) });

const balances = (world: VacationWorld): Route =>
  route({
    method: 'GET',
    path: '/api/vacation/balances/:employeeId',
    summary: 'The balances of a person in a year; `me` is oneself.',
    roles: 'signed-in',
    params: z.object({ employeeId: id }),
    query: z.strictObject({ year: year.optional() }),
    answer,
    handle: ({ person, params, query }) =>
      look(world, async (act) => {
        const employeeId = params.employeeId === 'me' ? person.employeeId : params.employeeId;
        const { person: owner } = await visiblePerson(act, person, employeeId);
        const balances = await balancesOf(act, owner, query.year ?? Number(act.today.slice(0, 4)));
        return { employeeId, balances: balances.map(viewBalance) };
      }),
  });

const adjusted = (world: VacationWorld): Route =>
  route({
    method: 'POST',
    path: '/api/vacation/balances/:employeeId/adjustments',
    summary: 'Corrects a balance. Idempotency-Key makes a repetition harmless.',
    roles: ['hr'],
    params: z.object({ employeeId: id }),
    body: z.strictObject({
      leaveType: z.string().min(1).max(40),
      year: z.int().min(1900).max(2299),
      days: z
        .number()
        .min(-3660)
        .max(3660)
        .refine((days) => days !== 0 && Number.isInteger(days * ONE_DAY), 'at most six decimals, and not nothing'),
      reason: z.string().trim().min(1).max(1000),
    }),
    status: 201,
    answer,
    handle: ({ person, params: { employeeId }, body, context, ...trace }) =>
      change(world, trace, (act) => {
        const request = { employeeId, ...body };
        return once(act, { employeeId: person.employeeId, key: context.get(onceHeader), request }, async () => {
          const owner = await knownPerson(act, employeeId);
          if (!typeRules(act.rules, body.leaveType)?.entitlement)
            throw refused('no_balance', `No balance is kept of ${body.leaveType}.`);
          await adjust(act, { ...request, days: body.days * ONE_DAY, adjustedBy: person.employeeId });
          return { employeeId, balances: (await balancesOf(act, owner, body.year)).map(viewBalance) };
        });
      }),
  });

/** How much leave somebody has. */
export const balanceRoutes = (world: VacationWorld): Route[] => [balances(world), adjusted(world)];
