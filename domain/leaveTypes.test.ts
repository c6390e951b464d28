import { describe, expect, test } from '@jest/globals';
import { countingOf, standardLeaveTypes } from './leaveTypes.ts';

describe('how a leave type counts', () => {
  test('is what the streams have always counted by: another value would need their next generation', () => {
    const calendar = ['annual', 'maternity', 'parental', 'social', 'study', 'unpaid'].map((name) => [name, 'calendar']);
    const working = ['overtime', 'remote', 'special', 'volunteer'].map((name) => [name, 'working']);
    expect(standardLeaveTypes).toEqual(Object.fromEntries([...calendar, ...working]));
  });

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
