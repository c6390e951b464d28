import { describe, expect, test } from '@jest/globals';
import { countingOf, standardLeaveTypes } from './leaveTypes.ts';

describe('how a leave type counts', () => {
  test('annual leave runs in calendar days, as the Law on Leave has it', () => {
    expect(countingOf('annual', standardLeaveTypes)).toBe('calendar');
  });

  test('what the employer grants on top is counted in working days', () => {
    expect(countingOf('special', standardLeaveTypes)).toBe('working');
  });

  test.each(['sabbatical', 'constructor', ''])('"%s", which nobody listed, counts calendar days', (leaveType) => {
    expect(countingOf(leaveType, standardLeaveTypes)).toBe('calendar');
  });
});
