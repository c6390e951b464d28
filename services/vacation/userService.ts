import { standardSchedule } from '#domain/calendar.ts';
import { unknownDepartment } from '#domain/person.ts';
import { beginning } from '#domain/timeline.ts';
import type { Clock } from '#lib/clock.ts';
import type { Log } from '#lib/log.ts';
import { counter } from '#lib/metrics.ts';
import { circuitOf } from '../common/http/circuit.ts';
import { type Employment, employment } from '../user/answers.ts';
import type { Person } from './person.ts';
import type { PersonSnapshot } from './replica.ts';

/** In whose name the user service is asked: the caller's own token, within the caller's trace. */
export interface Asking {
  readonly authorization: string;
  readonly requestId: string;
  readonly traceparent: string;
}

/**
 * What the user service tells of a person now; null when it is away, or tells the caller nothing: then the replica has
 * to do.
 */
export type LookUp = (employeeId: string, asking: Asking) => Promise<PersonSnapshot | null>;

/** For where there is no user service: the replica alone answers. */
export const nobodyToAsk: LookUp = async () => null;

const lookUps = counter('leaveline_vacation_user_lookups_total', 'Questions to the user service, by what it said.', [
  'outcome',
]);

export interface UserService {
  /** USER_URL */
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
  /** How long an answer is waited for; default one second. */
  readonly timeoutMs?: number;
}

/** Asks the user service, briefly; when it fails several times in a row, not at all for ten seconds. */
export function userLookUp({ url, clock, log, timeoutMs = 1_000 }: UserService): LookUp {
  const circuit = circuitOf(clock);
  return async (employeeId, asking) => {
    const answered = await circuit(() => ask(url, employeeId, asking, timeoutMs));
    if (answered.kind === 'away') log.warn({ why: answered.why }, 'user is away: the replica answers');
    const told = answered.kind === 'answered' ? answered.value : null;
    lookUps.inc({ outcome: answered.kind !== 'answered' ? answered.kind : told ? 'found' : 'refused' });
    return told;
  };
}

/** Statuses by which the user service says that there is nobody, or nobody for this caller. */
const refusals = new Set([400, 401, 403, 404]);

async function ask(url: string, id: string, asking: Asking, timeoutMs: number): Promise<PersonSnapshot | null> {
  const response = await fetch(new URL(`/api/user/people/${encodeURIComponent(id)}/employment`, url), {
    headers: {
      authorization: asking.authorization,
      'x-request-id': asking.requestId,
      traceparent: asking.traceparent,
    },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.ok) {
    const told = employment.parse(await response.json());
    return told.employeeId === id ? snapshotOf(told) : null;
  }
  await response.body?.cancel();
  if (refusals.has(response.status)) return null;
  throw new Error(`user answered ${response.status}`);
}

function snapshotOf({ toldAt, departments, schedules, ...rest }: Employment): PersonSnapshot {
  const person: Person = {
    ...rest,
    departments: fromTheBeginning(departments, unknownDepartment),
    schedules: fromTheBeginning(schedules, standardSchedule),
  };
  return { person, toldAt };
}

/** Before the first day that user knows of holds what the replica would say. */
const fromTheBeginning = <T>(entries: readonly { from: string; value: T }[], otherwise: T) =>
  entries[0]?.from === beginning ? entries : [{ from: beginning, value: otherwise }, ...entries];
