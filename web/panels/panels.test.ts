import { describe, expect, test } from '@jest/globals';
import type { AbsenceRow, StatisticEntry } from '#api/answers.ts';
import { addMessages, speak } from '../language/speech.ts';
import { anyStatistic } from './anyStatistic.ts';
import { approvalRate } from './catalogue/approvalRate.ts';
import { away } from './catalogue/away.ts';
import { awayOfGroups } from './catalogue/awayOfGroups.ts';
import { failedLogins } from './catalogue/failedLogins.ts';
import { type Filters, noFilters, periodFor } from './filters/address.ts';
import { frozenOf, withRows } from './groups.ts';
import { en } from './messages/en.ts';
import { uk } from './messages/uk.ts';
import { ignoredBy, type Setting, statisticPath, type View } from './panel.ts';

addMessages({ en, uk });

const today = '2026-11-23';
const label = { en: 'Cats', uk: 'Коти' };

const entry = (columns: readonly string[], more: Partial<StatisticEntry> = {}): StatisticEntry => ({
  name: 'cats',
  title: label,
  question: label,
  key: columns.map((name) => ({ name, kind: name === 'decidedOn' ? 'date' : 'string', label, doc: '' })),
  measures: [{ name: 'cats', kind: 'count', label, doc: '' }],
  derived: [],
  asOf: columns.includes('decidedOn') ? 'decidedOn' : null,
  tables: ['statistics_cats'],
  links: {},
  ...more,
});

function settingOf(filters: Partial<Filters> = {}, one: StatisticEntry | null = null): Setting {
  const all = { ...noFilters, ...filters };
  const day = all.asOf ?? today;
  return { filters: all, period: periodFor(all, day), today: day, speech: speak('en', 'Europe/Kyiv'), entry: one };
}

const answerOf = ({ answer }: View): string =>
  answer
    .map(({ text }) => text)
    .join('')
    .replaceAll('\u00a0', ' ');

describe('the question to the API', () => {
  const filters = { departments: ['R&D', 'IT'], leaveTypes: ['annual'], asOf: '2026-10-01' };

  test('carries only filters that the statistic has a column for, and the others are named', () => {
    const setting = settingOf(filters, entry(['decidedOn', 'department']));
    expect(statisticPath('cats', ['decidedOn:month'], setting)).toBe(
      '/api/statistics/cats?from=2025-11-01&to=2026-10-31&department=R%26D&department=IT&asOf=2026-10-01&by=decidedOn%3Amonth',
    );
    expect(ignoredBy(setting)).toEqual(['leaveType']);
    expect(ignoredBy(settingOf(filters, entry(['reason'])))).toEqual(['department', 'leaveType', 'asOf']);
    expect(ignoredBy(settingOf({}, entry(['reason'])))).toEqual([]);
  });
});

describe('who is away', () => {
  const row = (employeeId: string, day: string, kind: AbsenceRow['kind'], fraction = 1): AbsenceRow => ({
    employeeId,
    requestId: `${employeeId}-${kind}`,
    day,
    kind,
    leaveType: kind === 'sick' ? 'sick' : 'annual',
    department: 'IT',
    fraction,
    counted: fraction,
    working: fraction,
    firstName: null,
    lastName: null,
  });

  test('counts a person once a day: who is sick on vacation is sick, two halves are a whole day', () => {
    const rows = [
      row('1', today, 'vacation'),
      row('1', today, 'sick'),
      row('2', today, 'vacation', 0.5),
      row('3', '2026-11-25', 'vacation'),
    ];
    const view = away.view([{ rows }], settingOf());
    expect(answerOf(view)).toBe('2 people away on Mon 23 Nov: 1 on vacation, 1 sick; 3 people in the week.');
    expect(view.roster?.people.map(({ id, days }) => [id, days[0], days[2]])).toEqual([
      ['1', 'sick', ''],
      ['2', 'vacation-half', ''],
      ['3', '', 'vacation'],
    ]);
    const whole = away.view([{ rows: [row('2', today, 'vacation', 0.5), row('2', today, 'sick', 0.5)] }], settingOf());
    expect(whole.roster?.people[0]?.days[0]).toBe('sick');
  });

  test('is empty in a week without absences', () => {
    expect(away.view([{ rows: [] }], settingOf()).empty).toBe(true);
  });
});

describe('the approval rate', () => {
  test('says its numerator and denominator, and months without decisions have no rate', () => {
    const row = { approved: 3, rejected: 1, approvalRate: { value: 0.75, numerator: 3, denominator: 4 } };
    const answer = { rows: [{ decidedOn: '2026-10-01', ...row }], total: row, notes: [] };
    const view = approvalRate.view([answer], settingOf({ period: 'last-3-months' }));
    expect(answerOf(view)).toBe('75% of 4 decisions were approvals; 1 were rejected.');
    expect(view.headline?.note.replace('\u00a0', ' ')).toBe('3 of 4 decisions');
    expect(view.table.rows.map(({ rate }) => rate)).toEqual([null, 0.75, null]);
    expect(view.picture.points[1]?.text).toContain('3 of 4');
  });
});

describe('a statistic that nobody has drawn by hand', () => {
  test('is shown along its months, with sums and their greatest', () => {
    const panel = anyStatistic(entry(['decidedOn', 'department']));
    const setting = settingOf({}, entry(['decidedOn', 'department']));
    expect(panel.asks(setting)[0]).toContain('by=decidedOn%3Amonth');
    const rows = [
      { decidedOn: '2026-10-01', cats: 5 },
      { decidedOn: '2026-09-01', cats: 2 },
    ];
    const view = panel.view([{ rows, total: { cats: 7 }, notes: [] }], setting);
    expect(answerOf(view)).toBe('Cats: 7 in this period; most in Oct 2026 (5).');
    expect(view.table.rows.map(({ name, cats }) => [name, cats])).toEqual([
      ['Sept 2026', 2],
      ['Oct 2026', 5],
    ]);
  });

  test('without a date is shown along its first column, and a ratio speaks with both of its parts', () => {
    const derived: StatisticEntry['derived'] = [
      { name: 'rate', kind: 'ratio', title: label, numerator: [], denominator: [] },
    ];
    const one = entry(['reason'], { derived });
    const ratio = { value: 0.5, numerator: 1, denominator: 2 };
    const view = anyStatistic(one).view(
      [{ rows: [{ reason: 'dog', cats: 1, rate: ratio }], total: { cats: 1, rate: ratio }, notes: [] }],
      settingOf({}, one),
    );
    expect(answerOf(view)).toBe('Cats: 50%, 1 of 2.');
    expect(view.picture.points[0]?.text).toBe('dog\n50%\n1 of 2');
  });
});

describe('figures of groups', () => {
  const row = (day: string, kind: string, people: number) => ({ day, kind, people });
  const answer = { rows: [row(today, 'vacation', 7), row(today, 'sick', 2), row('2026-11-25', 'sick', 4)] };

  test('say how many are away, without names and ways to the rows', () => {
    const view = awayOfGroups.view([answer], settingOf());
    expect(answerOf(view)).toBe('9 people away on Mon 23 Nov: 7 on vacation, 2 sick.');
    expect(view.table.rows.slice(0, 3).map(({ people }) => people)).toEqual([9, 0, 4]);
    const seen = withRows(view, () => false);
    expect([seen.href, seen.roster, seen.picture.points.some(({ href }) => href !== undefined)]).toEqual([
      null,
      undefined,
      false,
    ]);
  });

  test('lead to those rows alone that are open', () => {
    const seen = withRows(awayOfGroups.view([answer], settingOf()), (href) => href.startsWith('/events'));
    expect(seen.href).toBeNull();
    const failures = failedLogins.view([{ rows: [{ reason: 'locked', failures: 3 }] }], settingOf());
    expect(withRows(failures, (href) => href.startsWith('/events')).href).toBe(failures.href);
    expect(withRows(failures, (href) => href.startsWith('/requests')).href).toBeNull();
  });

  test('say since when they stand, and when there are fewer than five people behind them', () => {
    const frozenAt = '2026-11-22T22:00:00.000Z';
    const at = Date.parse(frozenAt);
    expect(frozenOf([{ frozenAt, total: { people: 3 } }])).toEqual({ at, hidden: false });
    expect(frozenOf([{ frozenAt, total: { people: null } }])).toEqual({ at, hidden: true });
    expect(frozenOf([{ total: { people: 3 } }])).toEqual({ at: null, hidden: false });
    expect(frozenOf(null)).toEqual({ at: null, hidden: false });
  });
});
