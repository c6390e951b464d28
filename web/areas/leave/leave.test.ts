import { describe, expect, test } from '@jest/globals';
import type { Finding, LeaveRequest, LeaveType } from '#services/vacation/answers.ts';
import { addMessages, speak } from '../../language/speech.ts';
import { commandsOf } from './commands.ts';
import { type Draft, draftOf, partsOf, wantedOf } from './draft.ts';
import { en } from './messages/en.ts';
import { uk } from './messages/uk.ts';
import { findingText, periodText } from './words.ts';
import { marksOf, weeksOf } from './year.ts';

addMessages({ en, uk });

const day = '2027-07-06';
const type: LeaveType = {
  leaveType: 'annual',
  name: { uk: 'Щорічна', en: 'Annual' },
  counting: 'calendar',
  paid: true,
  approval: [],
  halfDays: true,
  hours: false,
  noticeDays: 0,
  hasBalance: true,
};
const byTheHour: LeaveType = { ...type, halfDays: false, hours: true };
const request: LeaveRequest = {
  requestId: 'r',
  employeeId: '7',
  status: 'submitted',
  version: 1,
  leaveType: 'annual',
  from: day,
  to: day,
  dayPart: 'morning',
  fraction: null,
  days: 0.5,
  substituteId: null,
  approval: [],
  agreed: 0,
  openStep: null,
  submittedAt: 0,
  decidedAt: null,
  decidedBy: null,
  automatic: false,
};
const draft: Draft = { ...draftOf([type], undefined), from: day, to: day };

describe('what is typed', () => {
  test('asks for nothing until its days are known and in order', () => {
    expect(wantedOf(draftOf([type], undefined), type)).toBeNull();
    expect(wantedOf({ ...draft, to: '2027-07-05' }, type)).toBeNull();
    expect(wantedOf(draft, undefined)).toBeNull();
    expect(wantedOf(draft, type)).toMatchObject({ from: day, to: day, dayPart: 'full', hours: null });
  });

  test('has parts of a day only where the kind has them, and only of a single day', () => {
    expect(partsOf(draft, type)).toEqual(['full', 'morning', 'afternoon']);
    expect(partsOf(draft, byTheHour)).toEqual(['full', 'hours']);
    expect(partsOf({ ...draft, to: '2027-07-07' }, type)).toEqual(['full']);
    const morning: Draft = { ...draft, part: 'morning' };
    expect(wantedOf(morning, type)?.dayPart).toBe('morning');
    expect(wantedOf(morning, byTheHour)?.dayPart).toBe('full');
    expect(wantedOf({ ...morning, to: '2027-07-07' }, type)?.dayPart).toBe('full');
  });

  test('asks for hours once there are some', () => {
    expect(wantedOf({ ...draft, part: 'hours' }, byTheHour)).toBeNull();
    expect(wantedOf({ ...draft, part: 'hours', hours: '-1' }, byTheHour)).toBeNull();
    expect(wantedOf({ ...draft, part: 'hours', hours: '2.5' }, byTheHour)).toMatchObject({
      hours: 2.5,
      dayPart: 'full',
    });
    expect(wantedOf({ ...draft, part: 'hours', hours: '2.5' }, type)).toMatchObject({ hours: null });
  });

  test('begins with what a request asks for, and never makes a whole day of some hours', () => {
    expect(draftOf([type], request)).toMatchObject({ from: day, to: day, part: 'morning' });
    const hourly = draftOf([byTheHour], { ...request, dayPart: 'full', fraction: 250_000 });
    expect([hourly.part, wantedOf(hourly, byTheHour)]).toEqual(['hours', null]);
  });
});

describe('what can be done with a request', () => {
  test.each([
    ['submitted', day, ['withdraw']],
    ['approved', day, ['request-cancellation']],
    ['approved', '2027-07-07', []],
    ['rejected', day, []],
    ['cancellation_requested', day, []],
  ])('that is %s, on %s: %j', (status, today, commands) => {
    expect(commandsOf({ ...request, status }, today)).toEqual(commands);
  });
});

describe('words', () => {
  const told = (language: 'uk' | 'en', code: string, facts: Finding['facts']): string =>
    findingText(speak(language, 'Europe/Kyiv'), { code, severity: 'refuse', facts }).replaceAll('\u00a0', ' ');

  test('count days as the language does', () => {
    expect(told('uk', 'too_long', { longest: 21, days: 33 })).toBe('Поспіль – щонайбільше 21 день; тут – 33 дні.');
    expect(told('uk', 'balance_short', { year: 2027, left: 1.5, needed: 5, leaveType: 'annual' })).toBe(
      'У 2027 році лишилося 1,5 дня, а потрібно 5 днів.',
    );
    expect(told('en', 'short_notice', { needed: 14, given: 1 })).toBe(
      'This kind is asked for 14 days ahead at least; here it is 1 day.',
    );
    expect(told('en', 'too_many_absent', { day, absent: 3, maxAbsent: 2 })).toBe(
      'On 6 Jul 2027 3 of the department are away already; at most 2.',
    );
  });

  test('end a sentence once, though a day ends with a full stop', () => {
    expect(told('uk', 'before_employment', { day })).toBe('Робота починається 6 лип. 2027 р.');
  });

  test('leave a code that they do not know as it is', () => {
    expect(told('en', 'of_tomorrow', {})).toBe('of_tomorrow');
  });

  test.each([
    [{}, '6 Jul 2027, morning'],
    [{ dayPart: 'full' as const }, '6 Jul 2027'],
    [{ dayPart: 'full' as const, fraction: 250_000 }, '6 Jul 2027, some hours'],
    [{ to: '2027-07-09' }, '6–9 Jul 2027'],
  ])('say when: %j', (part, text) => {
    expect(periodText(speak('en', 'Europe/Kyiv'), { ...request, ...part }).replaceAll(/\s–\s/g, '–')).toBe(text);
  });
});

describe('the year', () => {
  test('has weeks from Monday on, and every day of a month once', () => {
    expect(weeksOf(2027, 1)).toHaveLength(4);
    expect(weeksOf(2027, 7)[0]).toEqual([null, null, null, null, null, null, '2027-08-01']);
    expect(
      weeksOf(2028, 1)
        .flat()
        .filter((one) => one !== null),
    ).toHaveLength(29);
  });

  test('marks of a day what stands, whatever comes first, and illness before leave', () => {
    const granted = { ...request, status: 'approved', to: '2027-07-07' };
    const note = {
      absenceId: 'a',
      employeeId: '7',
      status: 'reported',
      version: 1,
      from: '2027-07-07',
      to: '2027-07-08',
      dayPart: 'full',
    } as const;
    for (const requests of [
      [granted, request, { ...request, status: 'withdrawn', from: '2027-07-01' }],
      [request, granted],
    ])
      expect(Object.fromEntries(marksOf(requests, [note, { ...note, status: 'cancelled', to: '2027-07-20' }]))).toEqual(
        {
          '2027-07-06': 'approved',
          '2027-07-07': 'sick',
          '2027-07-08': 'sick',
        },
      );
  });
});

test('a kind of leave is called as the company calls it, else as the page does, else by its key', () => {
  const { word } = speak('en', 'Europe/Kyiv', {
    'leaveType.sabbatical': 'Sabbatical',
    'leaveType.unpaid': 'At own cost',
  });
  expect(['sabbatical', 'unpaid', 'annual', 'other'].map((type) => word('leaveType', type))).toEqual([
    'Sabbatical',
    'At own cost',
    'Annual',
    'other',
  ]);
});
