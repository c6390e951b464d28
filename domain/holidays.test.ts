import { describe, expect, test } from '@jest/globals';
import { holidaysOf, isHoliday, martialLaw } from './holidays.ts';

describe('the public holidays of Ukraine', () => {
  test('in 2026 are the nine days of the Labour Code, article 73, with Easter and Trinity', () => {
    expect([...holidaysOf('UA', 2026)].sort()).toEqual([
      '2026-01-01',
      '2026-03-08',
      '2026-04-12',
      '2026-05-01',
      '2026-05-08',
      '2026-05-31',
      '2026-06-28',
      '2026-07-15',
      '2026-08-24',
      '2026-10-01',
      '2026-12-25',
    ]);
  });

  test.each(Array.from({ length: 17 }, (_, at) => 2024 + at))(
    'are eleven days in %i, none of them a transferred day off',
    (year) => {
      const days = [...holidaysOf('UA', year)].map((day) => day.slice(5));
      const fixed = ['01-01', '03-08', '05-01', '05-08', '06-28', '07-15', '08-24', '10-01', '12-25'];
      expect(days).toHaveLength(11);
      expect(days).toEqual(expect.arrayContaining(fixed));
    },
  );

  test('had Victory Day on 9 May before 2024, and have it on 8 May since', () => {
    expect([...holidaysOf('UA', 2021)]).toContain('2021-05-09');
    expect([...holidaysOf('UA', 2024)]).toContain('2024-05-08');
    expect([...holidaysOf('UA', 2024)]).not.toContain('2024-05-09');
  });

  test('are suspended while martial law lasts, and only then', () => {
    const ended = { ...martialLaw, to: '2026-07-31' };
    expect(isHoliday('2022-03-08', 'UA', martialLaw)).toBe(true);
    expect(isHoliday('2026-08-24', 'UA', martialLaw)).toBe(false);
    expect(isHoliday('2026-07-15', 'UA', ended)).toBe(false);
    expect(isHoliday('2026-08-24', 'UA', ended)).toBe(true);
    expect(isHoliday('2026-08-24', 'UA', null)).toBe(true);
  });
});

describe('the public holidays of other regions', () => {
  test('are not touched by martial law in Ukraine', () => {
    expect(isHoliday('2026-12-25', 'DE-BY', martialLaw)).toBe(true);
  });

  test.each([
    ['DE-BY', 12],
    ['DE-BE', 10],
    ['PL', 14],
    ['FR', 11],
  ])('%s has %i in 2026', (region, count) => {
    expect(holidaysOf(region, 2026).size).toBe(count);
  });

  test('are none where the region is not known', () => {
    expect(holidaysOf('nowhere', 2026).size).toBe(0);
  });
});
