import { decide, type Facts, isRefusal, type Refusal, type RequestCommand } from '#domain/decide.ts';
import { findingsOf, type Wanted } from '#domain/findings.ts';
import type { Request, RequestEvent } from '#domain/request.ts';
import type { Unstamped } from '#domain/unstamped.ts';
import { conflict, forbidden, notFound, Problem, refused } from '#lib/http/problem.ts';
import type { Person as SignedIn } from '#schemas/access/people.ts';
import type { Act } from './act.ts';
import { actorFor, sees, standInsFor } from './actors.ts';
import { keepBalances } from './balances.ts';
import { record, requestStream, stale } from './eventStore.ts';
import { periodFacts } from './facts.ts';
import type { Person } from './person.ts';
import { foldRequest, projectRequest, requestOf } from './projections.ts';
import { personOf } from './replica.ts';

export interface VersionedRequest {
  readonly request: Request;
  readonly version: number;
}

/** The person whose leave it is; 404 when nobody has announced them. */
export async function knownPerson(act: Act, employeeId: string): Promise<Person> {
  const person = await personOf(act.trx, employeeId);
  if (!person) throw notFound(`Nobody with the id ${employeeId} is known here.`, 'unknown_person');
  return person;
}

/** The person whose things somebody asks for, who may see them; else 404. */
export async function visiblePerson(act: Act, signedIn: SignedIn, employeeId: string) {
  const actor = await actorFor(act, signedIn, employeeId);
  if (!sees(actor)) throw notFound(`Nobody with the id ${employeeId} is known here.`, 'unknown_person');
  return { actor, person: await knownPerson(act, employeeId) };
}

/** A request that somebody may see; 404 for any other. */
export async function visibleRequest(act: Act, signedIn: SignedIn, requestId: string) {
  const { state, events } = await requestOf(act.trx, requestId);
  const actor = state && (await actorFor(act, signedIn, state.employeeId));
  if (!state || !actor || !sees(actor)) throw notFound('There is no such request.', 'no_such_request');
  return { request: state, events, actor, version: events.length };
}

/** Asks for leave; 422 against the rules. */
export async function submit(
  act: Act,
  signedIn: SignedIn,
  command: Extract<RequestCommand, { name: 'submit' }>,
): Promise<VersionedRequest> {
  const { actor, person } = await visiblePerson(act, signedIn, command.employeeId);
  const period = await periodFacts(act, person, command.wanted, command.requestId);
  return follow(act, command, [], { actor, rules: act.rules, period });
}

/** Follows a command on version `version` of a request: 409 when it has moved on, or as things stand; 403, 422. */
export async function command(
  act: Act,
  signedIn: SignedIn,
  requestId: string,
  version: number,
  wish: RequestCommand,
): Promise<VersionedRequest> {
  const { request, events, actor } = await visibleRequest(act, signedIn, requestId);
  if (events.length !== version) throw stale(version);
  const person = await knownPerson(act, request.employeeId);
  const wanted = wish.name === 'modify' ? wish.wanted : request;
  const period = await periodFacts(act, person, wanted, requestId);
  return follow(act, wish, events, { actor, rules: act.rules, period });
}

/** Decides, and stores what happens with its events and rows. */
export async function follow(
  act: Act,
  wish: RequestCommand,
  events: readonly RequestEvent[],
  facts: Facts,
): Promise<VersionedRequest> {
  const state = foldRequest(events);
  const decision = decide(wish, state, facts);
  if (isRefusal(decision)) throw problemOf(decision);
  const id = state?.requestId ?? (wish.name === 'submit' ? wish.requestId : '');
  const told = await sayingWhoStandsIn(act, decision);
  const all = [...events, ...(await record<RequestEvent>(act, requestStream(id), events.length, told))];
  const request = foldRequest(all);
  if (!request) throw new Error('a decision left no request behind');
  await projectRequest(act, request, all.length);
  const person = await personOf(act.trx, request.employeeId);
  if (person) await keepBalances(act, person);
  return { request, version: all.length };
}

/** After these somebody has to decide. */
const asking: ReadonlySet<string> = new Set<RequestEvent['type']>([
  'vacation.request.submitted',
  'vacation.request.modified',
  'vacation.request.step_approved',
  'vacation.request.reminded',
  'vacation.request.cancellation_requested',
]);

/** Whoever tells approvers cannot know who stands in for them today. */
async function sayingWhoStandsIn(act: Act, events: readonly Unstamped<RequestEvent>[]) {
  const said = events.map(async (event) => {
    const delegates = asking.has(event.type) ? await standInsFor(act, event.employeeId) : [];
    return delegates.length === 0 ? event : { ...event, delegates };
  });
  return Promise.all(said);
}

/** A refusal over HTTP. */
export function problemOf({ kind, code, detail, findings }: Refusal): Problem {
  if (kind === 'forbidden') return forbidden(detail, code);
  if (kind === 'conflict')
    return new Problem({ ...conflict(code, detail).complaint, remedy: 'Load the present state and decide anew.' });
  const broken = findings.find((one) => one.code === code);
  return refused(code, detail, {
    remedy: 'Choose other days or another kind of leave; the preview lists everything that speaks against it.',
    ...(broken && { facts: broken.facts }),
  });
}

/** A dry run of `submit` or `modify`: what it would cost, what is left, what speaks against it. */
export async function preview(act: Act, signedIn: SignedIn, employeeId: string, wanted: Wanted, requestId: string) {
  const { person, actor } = await visiblePerson(act, signedIn, employeeId);
  const period = await periodFacts(act, person, wanted, requestId);
  const { state } = await requestOf(act.trx, requestId);
  if (state && state.employeeId !== employeeId) throw notFound('There is no such request.', 'no_such_request');
  const dryRun: RequestCommand = state
    ? { name: 'modify', wanted }
    : { name: 'submit', requestId, employeeId, wanted, comment: null };
  const decision = decide(dryRun, state, { actor, rules: act.rules, period });
  return { period, findings: findingsOf(wanted, act.rules, period), refusal: isRefusal(decision) ? decision : null };
}
