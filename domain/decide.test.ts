import { describe, expect, test } from '@jest/globals';
import { oneDay } from '#lib/millionths.ts';
import { countDays, standardSchedule } from './calendar.ts';
import { type Actor, decide, type Facts, isRefusal, type RequestCommand, theClock } from './decide.ts';
import type { PeriodFacts, Wanted } from './findings.ts';
import { type LeaveRules, ukrainianRules } from './leaveRules.ts';
import { evolve, type Request, type RequestEvent } from './request.ts';
import type { Unstamped } from './unstamped.ts';

const nobody: Actor = { employeeId: 'x', self: false, hr: false, manager: false };
const person: Actor = { ...nobody, employeeId: 'e1', self: true };
const manager: Actor = { ...nobody, employeeId: 'm1', manager: true };
const hr: Actor = { ...nobody, employeeId: 'h1', hr: true };

const week: Wanted = {
  leaveType: 'annual',
  from: '2026-07-06',
  to: '2026-07-12',
  dayPart: 'full',
  fraction: null,
  substituteId: null,
};
const everyDay = { scheduleOn: () => standardSchedule, isHoliday: () => false };

const periodOf = (wanted: Wanted, more: Partial<PeriodFacts> = {}): PeriodFacts => ({
  today: '2026-06-01',
  employeeId: 'e1',
  department: 'Sales',
  employment: { hiredOn: '2020-01-01', leftOn: null },
  days: countDays(wanted, ukrainianRules.types[wanted.leaveType]?.counting ?? 'calendar', everyDay),
  overlapping: [],
  available: { 2026: 24 * oneDay },
  absent: {},
  substitute: null,
  ...more,
});

interface Told {
  readonly by?: Actor;
  readonly rules?: LeaveRules;
  readonly wanted?: Wanted;
  readonly facts?: Partial<PeriodFacts>;
}

const factsFor = ({ by = person, rules = ukrainianRules, wanted = week, facts = {} }: Told): Facts => ({
  actor: by,
  rules,
  period: periodOf(wanted, facts),
});

const submitOf = (wanted: Wanted): RequestCommand => ({
  name: 'submit',
  requestId: 'r1',
  employeeId: 'e1',
  wanted,
  comment: null,
});

/** The state after these events, a minute apart. */
const given = (events: readonly Unstamped<RequestEvent>[]): Request | null =>
  events.reduce<Request | null>((state, event, at) => {
    const stamp = { eventId: `v${at}`, occurredAt: at * 60_000, redacted: false, delegates: null };
    const next = evolve(state, { ...event, ...stamp });
    if (!next) throw new Error(`${event.type} is not allowed`);
    return next;
  }, null);

/** Runs commands one after the other, each of which must be followed. */
function following(...steps: readonly [RequestCommand, Told?][]): Request | null {
  const events: Unstamped<RequestEvent>[] = [];
  for (const [command, told = {}] of steps) {
    const decision = decide(command, given(events), factsFor(told));
    if (isRefusal(decision)) throw new Error(decision.code);
    events.push(...decision);
  }
  return given(events);
}

/** Types of events, or the refusal's kind and code. */
function then(command: RequestCommand, state: Request | null, told: Told = {}): string[] {
  const decision = decide(command, state, factsFor(told));
  return isRefusal(decision)
    ? [decision.kind, decision.code]
    : decision.map(({ type }) => type.split('.').at(-1) ?? '');
}

const unpaid: Wanted = { ...week, leaveType: 'unpaid' };
const approve: RequestCommand = { name: 'approve' };
const reject: RequestCommand = { name: 'reject', reason: null };
const waiting = () => following([submitOf(week)]);
const granted = () => following([submitOf(week)], [approve, { by: manager }]);
const cancelling = () =>
  following([submitOf(week)], [approve, { by: manager }], [{ name: 'request_cancellation', reason: null }]);

describe('asking for leave', () => {
  test('given nothing, when the person submits, then it waits for the steps of its leave type', () => {
    expect(waiting()).toMatchObject({ status: 'submitted', approval: ['manager'], agreed: [] });
    expect(following([submitOf(unpaid), { wanted: unpaid }])).toMatchObject({ approval: ['manager', 'hr'] });
  });

  test('given a leave type without approval, when it is submitted, then it is granted at once', () => {
    const remote = { ...week, leaveType: 'remote' };
    expect(then(submitOf(remote), null, { wanted: remote })).toEqual(['submitted', 'approved']);
    expect(following([submitOf(remote), { wanted: remote }])).toMatchObject({ status: 'approved', automatic: true });
  });

  test('is for the person, the managers and hr alone', () => {
    expect(then(submitOf(week), null, { by: manager })).toEqual(['submitted']);
    expect(then(submitOf(week), null, { by: hr })).toEqual(['submitted']);
    expect(then(submitOf(week), null, { by: nobody })).toEqual(['forbidden', 'not_yours']);
  });

  test('twice under one id is a conflict', () => {
    expect(then(submitOf(week), waiting())).toEqual(['conflict', 'not_in_this_state']);
  });

  test('holds the person to the notice, not who asks for another', () => {
    const annual = { ...ukrainianRules.types.annual, noticeDays: 60 } as LeaveRules['types'][string];
    const rules = { ...ukrainianRules, types: { annual } };
    expect(then(submitOf(week), null, { rules })).toEqual(['rule', 'short_notice']);
    expect(then(submitOf(week), null, { rules, by: hr })).toEqual(['submitted']);
  });
});

describe('deciding', () => {
  test('given one step, when the manager agrees, then it is approved', () => {
    expect(granted()).toMatchObject({ status: 'approved', decidedBy: 'm1', automatic: false });
  });

  test('given two steps, when the manager and then hr agree, then it is approved by both', () => {
    const half = following([submitOf(unpaid), { wanted: unpaid }], [approve, { by: manager, wanted: unpaid }]);
    expect(half).toMatchObject({ status: 'submitted', steps: 1, agreed: ['m1'] });
    expect(then(approve, half, { by: manager, wanted: unpaid })).toEqual(['forbidden', 'not_an_approver']);
    expect(then(approve, half, { by: hr, wanted: unpaid })).toEqual(['approved']);
  });

  test('needs two people for two steps', () => {
    const half = following([submitOf(unpaid), { wanted: unpaid }], [approve, { by: hr, wanted: unpaid }]);
    expect(then(approve, half, { by: hr, wanted: unpaid })).toEqual(['forbidden', 'same_approver']);
  });

  test.each([
    ['the person', person, 'own_request'],
    ['hr themselves', { ...hr, self: true }, 'own_request'],
    ['a stranger', nobody, 'not_an_approver'],
    ['the clock', theClock, 'not_an_approver'],
  ])('is refused to %s', (_, by, code) => {
    expect(then(approve, waiting(), { by })).toEqual(['forbidden', code]);
    expect(then(reject, waiting(), { by })).toEqual(['forbidden', code]);
  });

  test('given it is approved, when a second manager decides, then that is a conflict', () => {
    expect(then(approve, granted(), { by: manager })).toEqual(['conflict', 'not_in_this_state']);
    expect(then(reject, granted(), { by: manager })).toEqual(['conflict', 'not_in_this_state']);
  });

  test('looks again at the balance and at who is away', () => {
    const short = { available: { 2026: oneDay } };
    expect(then(approve, waiting(), { by: manager, facts: short })).toEqual(['rule', 'balance_short']);
    const rules: LeaveRules = {
      ...ukrainianRules,
      coverage: [{ department: null, maxAbsent: 1, severity: 'refuse' }],
    };
    const full = { absent: { '2026-07-08': 1 } };
    expect(then(approve, waiting(), { by: manager, rules, facts: full })).toEqual(['rule', 'too_many_absent']);
    expect(then(reject, waiting(), { by: manager, rules, facts: full })).toEqual(['rejected']);
  });

  test('given nothing, when somebody decides, then there is no such request', () => {
    expect(then(approve, null, { by: manager })).toEqual(['conflict', 'no_such_request']);
  });
});

describe('changing', () => {
  const shorter: RequestCommand = { name: 'modify', wanted: { ...week, to: '2026-07-08' } };

  test('given it waits, when the person changes it, then it waits with new values', () => {
    expect(then(shorter, waiting())).toEqual(['modified']);
    expect(then(shorter, waiting(), { by: manager })).toEqual(['forbidden', 'not_yours']);
  });

  test('given it is approved, when the person changes it, then the manager is needed', () => {
    expect(then(shorter, granted())).toEqual(['forbidden', 'already_approved']);
    expect(then(shorter, granted(), { by: manager })).toEqual(['modified']);
    expect(then(shorter, granted(), { by: nobody })).toEqual(['forbidden', 'not_an_approver']);
  });

  test('cannot lead around the steps of another leave type', () => {
    const other: RequestCommand = { name: 'modify', wanted: unpaid };
    expect(then(other, waiting(), { wanted: unpaid })).toEqual(['rule', 'other_approval']);
  });

  test('is held to the rules', () => {
    expect(then(shorter, waiting(), { facts: { available: { 2026: 0 } } })).toEqual(['rule', 'balance_short']);
  });
});

describe('taking back', () => {
  const ask: RequestCommand = { name: 'request_cancellation', reason: 'plans' };

  test('given it waits, when the person withdraws it, then it is withdrawn', () => {
    expect(then({ name: 'withdraw' }, waiting())).toEqual(['withdrawn']);
    expect(then({ name: 'withdraw' }, waiting(), { by: manager })).toEqual(['forbidden', 'not_yours']);
    expect(then({ name: 'withdraw' }, granted())).toEqual(['conflict', 'not_in_this_state']);
  });

  test('given it is approved, when the person asks to cancel it, then the manager decides', () => {
    expect(then(ask, granted())).toEqual(['cancellation_requested']);
    expect(then({ name: 'cancel', reason: null }, cancelling(), { by: manager })).toEqual(['cancelled']);
    expect(then({ name: 'decline_cancellation' }, cancelling(), { by: manager })).toEqual(['cancellation_declined']);
    expect(then({ name: 'cancel', reason: null }, cancelling())).toEqual(['forbidden', 'own_request']);
  });

  test('given a leave type that needs nobody for it, when the person asks, then it is cancelled', () => {
    const remote = { ...week, leaveType: 'remote' };
    const home = following([submitOf(remote), { wanted: remote }]);
    expect(then(ask, home, { wanted: remote })).toEqual(['cancelled']);
  });

  test('given the leave is over, then only hr corrects it', () => {
    const facts = { today: '2026-08-01' };
    expect(then(ask, granted(), { facts })).toEqual(['rule', 'already_taken']);
    expect(then({ name: 'cancel', reason: 'wrong' }, granted(), { by: hr, facts })).toEqual(['cancelled']);
  });
});

describe('the clock', () => {
  test('reminds of what waits, and ends it', () => {
    expect(then({ name: 'remind', businessDays: 1 }, waiting(), { by: theClock })).toEqual(['reminded']);
    expect(then({ name: 'expire' }, waiting(), { by: theClock })).toEqual(['expired']);
    expect(then({ name: 'expire' }, granted(), { by: theClock })).toEqual(['conflict', 'not_in_this_state']);
  });
});
