import { badRequest, refused } from '#lib/http/problem.ts';
import type { Route } from '../../common/http/route.ts';
import { change, look, type VacationWorld } from '../act.ts';
import * as answers from '../answers.ts';
import { delegate, replaceRules } from '../choices.ts';
import { stale } from '../eventStore.ts';
import { rebuild } from '../projections.ts';
import { personOf } from '../replica.ts';
import { readRules } from '../rules.ts';
import { forHr, forOffice, signedIn } from './access.ts';

const noDelegation = { delegateId: null, from: null, to: null, whenAway: false };

const leaveTypes = (world: VacationWorld): Route =>
  signedIn.get('/leave-types', {
    summary: 'The kinds of leave there are.',
    answer: answers.leaveTypes,
    handle: () =>
      look(world, async ({ rules }) => ({
        leaveTypes: Object.entries(rules.types).map(([leaveType, { approval, entitlement, ...type }]) => ({
          leaveType,
          ...type,
          approval: [...approval],
          hasBalance: entitlement !== null,
        })),
      })),
  });

const settings = (world: VacationWorld): Route =>
  forOffice.get('/settings', {
    summary: 'All rules about leave; amounts in millionths of a day.',
    answer: answers.settings,
    handle: () => look(world, ({ trx }) => readRules(trx, world.standard)),
  });

const replaced = (world: VacationWorld): Route =>
  forHr.put('/settings', {
    summary: 'Replaces all rules and counts anew by them; which days cost leave stays as each request says.',
    body: answers.changedSettings,
    answer: answers.settings,
    handle: ({ person: { employeeId }, body: { version, rules }, ...trace }) =>
      change(world, trace, async (act) => {
        const present = await readRules(act.trx, world.standard);
        if (present.version !== version) throw stale(version);
        await replaceRules(act, employeeId, rules, version + 1);
        await rebuild({ ...act, rules });
        return { version: version + 1, rules };
      }),
  });

const delegation = (world: VacationWorld): Route =>
  signedIn.get('/delegation', {
    summary: 'Who decides in one’s place.',
    answer: answers.delegation,
    handle: ({ person }) =>
      look(world, async ({ trx }) => {
        const query = trx.selectFrom('delegations').selectAll().where('approver_id', '=', person.employeeId);
        const row = await query.executeTakeFirst();
        if (!row) return noDelegation;
        return { delegateId: row.delegate_id, from: row.from_day, to: row.to_day, whenAway: row.when_away === 1 };
      }),
  });

const delegated = (world: VacationWorld): Route =>
  signedIn.put('/delegation', {
    summary: 'Lets somebody decide in one’s place, for some days or only while one is away; null: nobody.',
    body: answers.newDelegation,
    answer: answers.delegation,
    handle: ({ person: { employeeId }, body, ...trace }) =>
      change(world, trace, async (act) => {
        const { delegateId, from = act.today, to, whenAway } = body;
        if (delegateId === null) {
          await delegate(act, employeeId, null);
          return noDelegation;
        }
        if (delegateId === employeeId) throw refused('delegate_is_oneself', 'Somebody else has to stand in.');
        if (!(await personOf(act.trx, delegateId))?.active)
          throw refused('delegate_unknown', `${delegateId} is not known here, or has left.`);
        if (to !== null && to < from) throw badRequest([{ field: 'to', value: to, message: 'before the first day' }]);
        await delegate(act, employeeId, { delegateId, from, to, whenAway });
        return { delegateId, from, to, whenAway };
      }),
  });

/** The company's rules, and who decides in one's place. */
export const settingsRoutes = (world: VacationWorld): Route[] => [
  leaveTypes(world),
  settings(world),
  replaced(world),
  delegation(world),
  delegated(world),
];
