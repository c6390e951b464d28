import { describe, expect, test } from '@jest/globals';
import { happened } from './events.ts';
import { lineUnderTest } from './lineUnderTest.ts';

// What the line makes of what VacationService publishes beside requests of whole and half days.

const person = happened('user.registered', '2026-01-05T09:00:00+02:00', { employeeId: 'e1', department: 'Sales' });

describe('a balance event', () => {
  test('counts as handled, and shows nowhere: balances are sums that the service keeps', async () => {
    const line = await lineUnderTest();
    const data = { employeeId: 'e1', leaveType: 'annual', year: 2026, days: 24, reason: 'entitlement' };
    await line.happen(person, happened('vacation.balance.granted', '2026-01-05T09:00:01+02:00', data));
    expect(line.enriched('hr.vacation-requests')).toEqual([]);
    expect(line.driver.topics.all('hr.dead-letters')).toEqual([]);
  });
});

describe('a request by hours', () => {
  const request = { employeeId: 'e1', requestId: 'r1' };
  const asked = happened('vacation.request.submitted', '2026-05-04T10:00:00+03:00', {
    ...request,
    leaveType: 'overtime',
    from: '2026-05-06',
    to: '2026-05-06',
    fraction: 0.25,
    approval: ['manager'],
  });
  const reminded = happened('vacation.request.reminded', '2026-05-05T10:00:00+03:00', { ...request, businessDays: 1 });
  const approved = happened('vacation.request.approved', '2026-05-05T11:00:00+03:00', request);

  test('takes the share of the day, and a reminder changes nothing', async () => {
    const line = await lineUnderTest();
    await line.happen(person, asked, reminded, approved);
    expect(line.enriched('hr.vacation-requests')).toMatchObject([{ status: 'approved', days: 250_000, illegal: [] }]);
    expect(line.enriched('hr.absence-days')).toMatchObject([
      { day: '2026-05-06', fraction: 250_000, working: 250_000 },
    ]);
  });
});

describe('a request of a leave type that the company added', () => {
  function decided(requestId: string, counting: string | null) {
    const request = { employeeId: 'e1', requestId };
    const days = { leaveType: 'sabbatical', from: '2026-05-04', to: '2026-05-10', counting };
    return [
      happened('vacation.request.submitted', '2026-05-01T10:00:00+03:00', { ...request, ...days }),
      happened('vacation.request.approved', '2026-05-01T11:00:00+03:00', request),
    ];
  }

  test.each([
    ['working', 5_000_000],
    ['calendar', 7_000_000],
    [null, 7_000_000],
  ])('takes the days that its event says: %s', async (counting, days) => {
    const line = await lineUnderTest();
    await line.happen(person, ...decided('r1', counting));
    expect(line.enriched('hr.vacation-requests')).toMatchObject([{ status: 'approved', days, illegal: [] }]);
  });
});
