import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { RequestCommand } from '#domain/decide.ts';
import { nameOf } from '#domain/person.ts';
import { requestStatuses } from '#schemas/derived/vacation-requests.ts';
import type { Route } from '../../common/http/route.ts';
import { refresh } from '../acquaintance.ts';
import { type Act, change, look, type VacationWorld } from '../act.ts';
import * as answers from '../answers.ts';
import { changeOf, tagged, wantedOf } from '../bodies.ts';
import { id, yearInQuery } from '../fields.ts';
import { once, onceHeader } from '../once.ts';
import { type Person, shareOn } from '../person.ts';
import { countingOf, daysOf } from '../projections.ts';
import { personOf } from '../replica.ts';
import { command, preview, submit, type VersionedRequest, visiblePerson, visibleRequest } from '../requests.ts';
import type { LookUp } from '../userService.ts';
import { viewHistory, viewPreview, viewRequest } from '../views.ts';
import { signedIn } from './access.ts';

const atRequest = z.object({ id });

const ask = (world: VacationWorld, lookUp: LookUp): Route =>
  signedIn.post('/requests', {
    summary:
      'Asks for leave, for oneself or for somebody whose leave one decides on. Idempotency-Key makes a repetition harmless.',
    body: answers.newRequest,
    status: 201,
    answer: answers.leaveRequest,
    handle: async (asked) => {
      const { person, body, context, traceparent } = asked;
      const of = body.employeeId ?? person.employeeId;
      await refresh(world, lookUp, asked, of);
      return change(world, { traceparent }, (act) => {
        const { employeeId } = person;
        return once(act, { employeeId, key: context.get(onceHeader), request: body }, async () => {
          const { person: owner } = await visiblePerson(act, person, of);
          const wanted = wantedOf(body, act.rules, shareOn(owner, body.from));
          const wish = { requestId: randomUUID(), employeeId: of, wanted, comment: body.comment };
          return shown(act, await submit(act, person, { name: 'submit', ...wish }), owner);
        });
      });
    },
  });

const dryRun = (world: VacationWorld): Route =>
  signedIn.post('/requests/preview', {
    summary:
      'A dry run: days, what is left, and everything that speaks against it. With requestId: of a change of that request.',
    body: answers.dryRun,
    answer: answers.preview,
    handle: ({ person, body }) =>
      look(world, async (act) => {
        const of = body.employeeId ?? person.employeeId;
        const { person: owner } = await visiblePerson(act, person, of);
        const wanted = wantedOf(body, act.rules, shareOn(owner, body.from));
        const { period, findings, refusal } = await preview(act, person, of, wanted, body.requestId ?? randomUUID());
        return viewPreview(period, findings, refusal);
      }),
  });

const listed = (world: VacationWorld): Route =>
  signedIn.get('/requests', {
    summary: 'Requests of oneself, or of somebody whose leave one may see; newest first.',
    query: z.strictObject({
      employeeId: id.optional(),
      status: z.enum(requestStatuses).optional(),
      year: yearInQuery.optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    answer: answers.leaveRequests,
    handle: ({ person, query }) =>
      look(world, async (act) => {
        const { person: owner } = await visiblePerson(act, person, query.employeeId ?? person.employeeId);
        let rows = act.trx.selectFrom('requests').selectAll().where('employee_id', '=', owner.employeeId);
        if (query.status) rows = rows.where('status', '=', query.status);
        if (query.year)
          rows = rows.where('to_day', '>=', `${query.year}-01-01`).where('from_day', '<=', `${query.year}-12-31`);
        const found = await rows.orderBy('submitted_at', 'desc').orderBy('request_id').limit(query.limit).execute();
        return {
          requests: found.map(({ state, version, days }) =>
            viewRequest(JSON.parse(state), version, days, nameOf(owner)),
          ),
        };
      }),
  });

const one = (world: VacationWorld): Route =>
  signedIn.get('/requests/:id', {
    summary: 'A request with its history.',
    params: atRequest,
    answer: answers.requestWithHistory,
    handle: ({ person, params, context }) =>
      look(world, async (act) => {
        const { request, events, version } = await visibleRequest(act, person, params.id);
        tagged(context, version);
        const owner = await personOf(act.trx, request.employeeId);
        return { ...shown(act, { request, version }, owner), history: viewHistory(events) };
      }),
  });

const modified = (world: VacationWorld): Route =>
  signedIn.put('/requests/:id', {
    summary: 'Changes what a request asks for; a change of one that waits needs every approval again.',
    params: atRequest,
    body: answers.changedRequest,
    answer: answers.leaveRequest,
    handle: ({ person, params, body, ...asked }) =>
      changeOf(world, { body, ...asked }, async (act, version) => {
        const { request } = await visibleRequest(act, person, params.id);
        const owner = await personOf(act.trx, request.employeeId);
        const wanted = wantedOf(body, act.rules, owner ? shareOn(owner, body.from) : 0);
        return shown(act, await command(act, person, params.id, version, { name: 'modify', wanted }), owner);
      }),
  });

const commands = {
  approve: 'Agrees to a request; the last step grants it.',
  reject: 'Refuses a request.',
  withdraw: 'Takes back a request that waits.',
  request_cancellation: 'Asks to cancel leave that was granted.',
  decline_cancellation: 'Refuses to cancel; the leave stands.',
  cancel: 'Cancels leave that was granted.',
} as const satisfies Partial<Record<RequestCommand['name'], string>>;

const commandRoutes = (world: VacationWorld): Route[] =>
  (Object.keys(commands) as (keyof typeof commands)[]).map((name) =>
    signedIn.post(`/requests/:id/${name.replaceAll('_', '-')}`, {
      summary: commands[name],
      params: atRequest,
      body: answers.command,
      answer: answers.leaveRequest,
      handle: ({ person, params, body, ...asked }) =>
        changeOf(world, { body, ...asked }, async (act, version) => {
          const standing = await command(act, person, params.id, version, { name, reason: body.reason });
          return shown(act, standing, await personOf(act.trx, standing.request.employeeId));
        }),
    }),
  );

/** A request as the projection counts it. */
function shown(act: Act, { request, version }: VersionedRequest, owner: Person | undefined) {
  const days = daysOf(request, countingOf(request, act.rules), owner, act.rules);
  const total = days.reduce((sum, { counted }) => sum + counted, 0);
  return viewRequest(request, version, total, owner && nameOf(owner));
}

/** Asking for leave, and what becomes of it. */
export const requestRoutes = (world: VacationWorld, lookUp: LookUp): Route[] => [
  ask(world, lookUp),
  dryRun(world),
  listed(world),
  one(world),
  modified(world),
  ...commandRoutes(world),
];
