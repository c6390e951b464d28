import type { Leave } from '../requests.ts';

/** An approved week of leave; what is not said is unremarkable. */
export const leave = (requestId: string, more: Partial<Leave> = {}): Leave => ({
  requestId,
  employeeId: '7',
  status: 'approved',
  leaveType: 'annual',
  from: '2026-06-29',
  to: '2026-07-05',
  dayPart: 'full',
  days: 7_000_000,
  submittedAt: Date.parse('2026-06-01T09:00:00Z'),
  decidedAt: Date.parse('2026-06-02T09:00:00Z'),
  decidedBy: '1',
  cancelledAt: null,
  steps: 1,
  modifications: 0,
  illegal: [],
  department: 'Продажі',
  managerId: '1',
  email: null,
  firstName: 'Їжак',
  lastName: "О'Ґедзь",
  ...more,
});
