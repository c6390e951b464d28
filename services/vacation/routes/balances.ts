import { z } from 'zod';
import { typeRules } from '#domain/leaveRules.ts';
import { forbidden, refused } from '#lib/http/problem.ts';
import { oneDay } from '#lib/millionths.ts';
import type { Route } from '../../common/http/route.ts';
import { change, look, type VacationWorld } from '../act.ts';
import * as answers from '../answers.ts';
import { adjust, balancesOf } from '../balances.ts';
import { id, yearInQuery } from '../fields.ts';
import { once, onceHeader } from '../once.ts';
import { knownPerson, visiblePerson } from '../requests.ts';
import { viewBalance } from '../views.ts';
import { forHr, signedIn } from './access.ts';

const balances = (world: VacationWorld): Route =>
  signedIn.get('/balances/:employeeId', {
    summary: 'The balances of a person in a year; `me` is oneself.',
    params: z.object({ employeeId: id }),
    query: z.strictObject({ year: yearInQuery.optional() }),
    answer: answers.balances,
    handle: ({ person, params, query }) =>
      look(world, async (act) => {
        const employeeId = params.employeeId === 'me' ? person.employeeId : params.employeeId;
        const { person: owner } = await visiblePerson(act, person, employeeId);
        const balances = await balancesOf(act, owner, query.year ?? Number(act.today.slice(0, 4)));
        return { employeeId, balances: balances.map(viewBalance) };
      }),
  });

const adjusted = (world: VacationWorld): Route =>
  forHr.post('/balances/:employeeId/adjustments', {
    summary: 'Corrects a balance. Idempotency-Key makes a repetition harmless.',
    params: z.object({ employeeId: id }),
    body: answers.adjustment,
    status: 201,
    answer: answers.balances,
    handle: ({ person, params: { employeeId }, body, context, ...trace }) => {
      if (person.employeeId === employeeId) throw forbidden('Nobody corrects their own balance.', 'own_balance');
      return change(world, trace, (act) => {
        const request = { employeeId, ...body };
        return once(act, { employeeId: person.employeeId, key: context.get(onceHeader), request }, async () => {
          const owner = await knownPerson(act, employeeId);
          if (!typeRules(act.rules, body.leaveType)?.entitlement)
            throw refused('no_balance', `No balance is kept of ${body.leaveType}.`);
          await adjust(act, { ...request, days: body.days * oneDay, adjustedBy: person.employeeId });
          return { employeeId, balances: (await balancesOf(act, owner, body.year)).map(viewBalance) };
        });
      });
    },
  });

/** How much leave somebody has. */
export const balanceRoutes = (world: VacationWorld): Route[] => [balances(world), adjusted(world)];
