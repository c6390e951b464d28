import { describe, expect, test } from '@jest/globals';
import { requestStatuses } from '#schemas/derived/vacation-requests.ts';
import { evolve, initialRequest, type Request, type RequestEvent } from './request.ts';

const ids = { eventId: '', redacted: false, employeeId: 'e1', requestId: 'r1', delegates: null };
const values = {
  leaveType: 'annual',
  from: '2026-07-01',
  to: '2026-07-10',
  dayPart: 'full',
  fraction: null,
  counting: null,
  substituteId: null,
} as const;

/** One event of every type, by the last word of its name; they happen at the given minute. */
function at(minute: number) {
  const common = { ...ids, occurredAt: minute };
  return {
    submitted: { ...common, ...values, type: 'vacation.request.submitted', comment: null, approval: ['manager'] },
    step_approved: { ...common, type: 'vacation.request.step_approved', step: 1, decidedBy: 'm1' },
    approved: { ...common, type: 'vacation.request.approved', decidedBy: 'm1', automatic: null },
    rejected: { ...common, type: 'vacation.request.rejected', decidedBy: 'm1', reason: null },
    reminded: { ...common, type: 'vacation.request.reminded', businessDays: 1 },
    withdrawn: { ...common, type: 'vacation.request.withdrawn', withdrawnBy: null },
    expired: { ...common, type: 'vacation.request.expired' },
    modified: { ...common, ...values, to: '2026-07-03', type: 'vacation.request.modified', modifiedBy: null },
    cancellation_requested: { ...common, type: 'vacation.request.cancellation_requested', reason: null },
    cancellation_declined: { ...common, type: 'vacation.request.cancellation_declined', decidedBy: 'm1' },
    cancelled: { ...common, type: 'vacation.request.cancelled', cancelledBy: 'e1', reason: null },
  } as const satisfies Record<string, RequestEvent>;
}

type Name = keyof ReturnType<typeof at>;

/** The state after these events, each a minute after the one before; undefined where one was not allowed. */
const given = (...names: Name[]): Request | undefined =>
  names.reduce<Request | null | undefined>(
    (state, name, minute) => (state === undefined ? undefined : evolve(state, at(minute)[name])),
    initialRequest,
  ) ?? undefined;

describe('a request', () => {
  test('given nothing, when it is submitted, then it waits for a decision', () => {
    expect(given('submitted')).toMatchObject({
      ...values,
      status: 'submitted',
      submittedAt: 0,
      decision: null,
      decidedAt: null,
    });
  });

  test('given it was submitted, when all steps and the decision are positive, then it is approved', () => {
    expect(given('submitted', 'step_approved', 'approved')).toMatchObject({
      status: 'approved',
      steps: 1,
      decision: 'approved',
      decidedAt: 2,
      decidedBy: 'm1',
      automatic: false,
    });
  });

  test('given it was approved, when it is modified, then it stays approved with the new values', () => {
    expect(given('submitted', 'approved', 'modified')).toMatchObject({
      status: 'approved',
      to: '2026-07-03',
      modifications: 1,
      modifiedAfterApproval: true,
    });
  });

  test('given it waits, when it is modified, then it still waits', () => {
    expect(given('submitted', 'modified', 'approved')).toMatchObject({
      modifications: 1,
      modifiedAfterApproval: false,
    });
  });

  test('given a first step agreed, when what waits is changed, then every step and the waiting begin anew', () => {
    expect(given('submitted', 'step_approved', 'reminded')).toMatchObject({ agreed: ['m1'], reminded: [1] });
    expect(given('submitted', 'step_approved', 'reminded', 'modified')).toMatchObject({
      status: 'submitted',
      steps: 1,
      agreed: [],
      reminded: [],
      waitingSince: 3,
    });
  });

  test('given it was approved, when its cancellation is declined, then it stands as decided before', () => {
    const stands = given('submitted', 'approved', 'cancellation_requested', 'cancellation_declined');
    expect(stands).toMatchObject({ status: 'approved', decidedAt: 1, cancelledAt: null });
  });

  test('given its cancellation was asked for, when it is cancelled, then the decision is still known', () => {
    const cancelled = given('submitted', 'approved', 'cancellation_requested', 'cancelled');
    expect(cancelled).toMatchObject({ status: 'cancelled', decision: 'approved', decidedAt: 1, cancelledAt: 3 });
  });

  test('given it waits, when nobody decides in time, then it has expired, which is no refusal', () => {
    expect(given('submitted', 'expired')).toMatchObject({ status: 'expired', decision: 'expired', decidedAt: 1 });
  });
});

/** How each status is reached. */
const ways: Readonly<Record<(typeof requestStatuses)[number], readonly Name[]>> = {
  submitted: ['submitted'],
  approved: ['submitted', 'approved'],
  rejected: ['submitted', 'rejected'],
  withdrawn: ['submitted', 'withdrawn'],
  cancellation_requested: ['submitted', 'approved', 'cancellation_requested'],
  cancelled: ['submitted', 'approved', 'cancelled'],
  expired: ['submitted', 'expired'],
};

const allowed: Readonly<Record<keyof typeof ways, readonly Name[]>> = {
  submitted: ['step_approved', 'approved', 'rejected', 'reminded', 'withdrawn', 'expired', 'modified'],
  approved: ['modified', 'cancellation_requested', 'cancelled'],
  rejected: [],
  withdrawn: [],
  cancellation_requested: ['cancellation_declined', 'cancelled'],
  cancelled: [],
  expired: [],
};

describe('from the status', () => {
  test.each(requestStatuses)('%s only what the table allows is taken', (status) => {
    const names = Object.keys(at(0)) as Name[];
    expect(given(...ways[status])).toMatchObject({ status });
    expect(names.filter((name) => given(...ways[status], name) !== undefined)).toEqual(allowed[status]);
  });

  test('of not being there only a submission is taken', () => {
    const names = Object.keys(at(0)) as Name[];
    expect(names.filter((name) => given(name) !== undefined)).toEqual(['submitted']);
  });
});
