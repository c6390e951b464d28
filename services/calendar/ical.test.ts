import { describe, expect, test } from '@jest/globals';
import { departmentCalendar, personCalendar } from './ical.ts';
import { leave } from './testing/leave.ts';

const unfolded = (text: string) => text.replaceAll('\r\n ', '').split('\r\n');
const lineOf = (text: string, name: string) => unfolded(text).find((line) => line.startsWith(name));

describe('a calendar', () => {
  test('has all-day events that end, exclusively, on the day after the last one', () => {
    const text = personCalendar([leave('a')], 'uk');
    expect(lineOf(text, 'DTSTART')).toBe('DTSTART;VALUE=DATE:20260629');
    expect(lineOf(text, 'DTEND')).toBe('DTEND;VALUE=DATE:20260706');
  });

  test.each([
    ['2026-12-31', '20270101'],
    ['2028-02-28', '20280229'],
    ['2026-10-25', '20261026'],
  ])('with a last day %s ends on %s, through ends of months and changes of the clock', (to, end) => {
    expect(lineOf(personCalendar([leave('a', { from: to, to })], 'en'), 'DTEND')).toBe(`DTEND;VALUE=DATE:${end}`);
  });

  test('is asked for again once a day', () => {
    const text = departmentCalendar('IT', [], 'en');
    expect(lineOf(text, 'REFRESH-INTERVAL')).toBe('REFRESH-INTERVAL;VALUE=DURATION:P1D');
    expect(lineOf(text, 'X-PUBLISHED-TTL')).toBe('X-PUBLISHED-TTL:P1D');
  });

  test('makes a person busy in their own, and nobody in that of a department', () => {
    expect(lineOf(personCalendar([leave('a')], 'uk'), 'TRANSP')).toBe('TRANSP:OPAQUE');
    expect(lineOf(departmentCalendar('IT', [leave('a')], 'uk'), 'TRANSP')).toBe('TRANSP:TRANSPARENT');
  });

  test('names colleagues letter for letter, and not why they are away', () => {
    const long = 'Ї'.repeat(120);
    const text = departmentCalendar('Продажі', [leave('a', { leaveType: 'maternity', lastName: long })], 'uk');
    expect(lineOf(text, 'SUMMARY')).toBe(`SUMMARY:Їжак ${long}: відсутність`);
    expect(text).not.toContain('maternity');
  });

  test('has lines of at most 75 bytes, none of which ends within a letter', () => {
    const text = departmentCalendar('IT', [leave('a', { lastName: 'Ґ🦔'.repeat(60) })], 'uk');
    const lines = text.split('\r\n').filter((line) => !/^(NAME|X-WR-CALNAME)/.test(line));
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(text.isWellFormed()).toBe(true);
    expect(lineOf(text, 'SUMMARY')).toContain('Ґ🦔'.repeat(60));
  });

  test('lets no name begin a line of its own', () => {
    const nasty = 'x\r\nBEGIN:VEVENT\nEND:VCALENDAR;,\\';
    const text = departmentCalendar(nasty, [leave('a', { firstName: nasty })], 'en');
    const starts = unfolded(text).filter((line) => /^(BEGIN|END):/.test(line));
    expect(starts).toEqual(['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'END:VEVENT', 'END:VCALENDAR']);
    expect(lineOf(text, 'X-WR-CALNAME')).toBe('X-WR-CALNAME:Away: x\\nBEGIN:VEVENT\\nEND:VCALENDAR\\;\\,\\\\');
  });

  test('says which half of a day, and shows an erased person by number', () => {
    const half = leave('a', { dayPart: 'morning', to: '2026-06-29', firstName: null, lastName: null });
    expect(lineOf(departmentCalendar('IT', [half], 'en'), 'SUMMARY')).toBe('SUMMARY:7: away (morning)');
  });

  test('gives a changed request the same name and a higher sequence', () => {
    const text = personCalendar([leave('a', { modifications: 2 })], 'en');
    expect([lineOf(text, 'UID'), lineOf(text, 'SEQUENCE')]).toEqual(['UID:a@leaveline', 'SEQUENCE:2']);
  });
});
