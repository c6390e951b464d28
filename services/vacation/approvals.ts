import { openStep } from '#domain/decide.ts';
import { findingsOf } from '#domain/findings.ts';
import { departmentOn, nameOf } from '#domain/person.ts';
import type { Request } from '#domain/request.ts';
import { Problem } from '#lib/http/problem.ts';
import { hasRole, type Person as SignedIn } from '#schemas/access/people.ts';
import { type Act, change, type VacationWorld } from './act.ts';
import { decidedBy } from './actors.ts';
import type { Decided, Decision } from './answers.ts';
import { colleaguesAway, periodFacts } from './facts.ts';
import { peopleOf } from './replica.ts';
import { command, type VersionedRequest } from './requests.ts';
import type { RequestRow } from './tables.ts';

const shownAtOnce = 200;

/** What waits for somebody's decision, oldest first, each with what speaks against it and who else is away. */
export async function queueOf(act: Act, signedIn: SignedIn) {
  const rows = await act.trx
    .selectFrom('requests')
    .selectAll()
    .where('status', 'in', ['submitted', 'cancellation_requested'])
    .where('employee_id', '!=', signedIn.employeeId)
    .orderBy('submitted_at')
    .orderBy('request_id')
    .execute();
  const mine = await decidedBy(act, signedIn.employeeId);
  const waiting = rows.filter((row) => mayDecide(row, mine, signedIn)).slice(0, shownAtOnce);
  const items = [];
  for (const row of waiting) items.push(await itemOf(act, row));
  return items;
}

function mayDecide(row: RequestRow, mine: ReadonlySet<string>, signedIn: SignedIn): boolean {
  const request: Request = JSON.parse(row.state);
  if (request.agreed.includes(signedIn.employeeId) && request.status === 'submitted') return false;
  if (hasRole(signedIn, 'hr')) return true;
  return mine.has(request.employeeId) && openStep(request) !== 'hr';
}

async function itemOf(act: Act, row: RequestRow) {
  const request: Request = JSON.parse(row.state);
  const person = (await peopleOf(act.trx, [request.employeeId])).get(request.employeeId);
  if (!person) return { row, request, name: request.employeeId, department: null, findings: [], away: [] };
  const period = await periodFacts(act, person, request, request.requestId);
  const department = departmentOn(person, request.from);
  const rows = await colleaguesAway(act, department, request.employeeId, request);
  const byPerson = [...Map.groupBy(rows, ({ employee_id }) => employee_id).values()];
  return {
    row,
    request,
    name: nameOf(person),
    department,
    findings: request.status === 'submitted' ? findingsOf(request, act.rules, period) : [],
    away: byPerson.flatMap((days) =>
      days[0] ? [{ name: nameOf(days[0].person), days: days.map(({ day }) => day) }] : [],
    ),
  };
}

/**
 * Decides on several requests, each in a transaction of its own: one that cannot be decided does not hold up the
 * others.
 */
export async function decideAll(
  world: VacationWorld,
  trace: { readonly traceparent: string } | undefined,
  signedIn: SignedIn,
  decisions: readonly Decision[],
): Promise<Decided[]> {
  const results: Decided[] = [];
  for (const { requestId, version, decision: name, reason } of decisions) {
    const decided = change(world, trace, (act) => command(act, signedIn, requestId, version, { name, reason }));
    results.push({ requestId, ...(await decided.then(outcomeOf, refusalOf)) });
  }
  return results;
}

const outcomeOf = ({ version }: VersionedRequest) => ({ status: 200, version, code: null, detail: null });

function refusalOf(error: unknown) {
  if (!(error instanceof Problem)) throw error;
  const { status, code, detail } = error.complaint;
  return { status, version: null, code, detail };
}
