import { describe, expect, test } from '@jest/globals';
import { beginOf } from '../../data/zone.ts';
import { entriesPath, everything, groupsOf, readSearch, writeSearch } from './search.ts';

const zone = 'Europe/Kyiv';

describe('the search of an address', () => {
  test('is what was written', () => {
    const search = { person: '1031', type: 'auth.', from: '2026-07-01', to: '2026-07-31' };
    const query = Object.fromEntries(new URLSearchParams(writeSearch(search)));
    expect(readSearch(query)).toEqual(search);
    expect(writeSearch(everything)).toBe('');
  });

  test('leaves out what cannot be read', () => {
    expect(readSearch({ person: '', type: 'DROP TABLE', from: '2026-02-30', to: 'soon' })).toEqual(everything);
  });
});

describe('a day begins', () => {
  test.each([
    ['2026-07-01', '2026-06-30T21:00:00.000Z'],
    ['2026-12-01', '2026-11-30T22:00:00.000Z'],
    ['2026-03-29', '2026-03-28T22:00:00.000Z'],
    ['2026-03-30', '2026-03-29T21:00:00.000Z'],
    ['2026-10-25', '2026-10-24T21:00:00.000Z'],
    ['2026-10-26', '2026-10-25T22:00:00.000Z'],
  ])('%s in Kyiv at %s', (day, instant) => {
    expect(new Date(beginOf(day, zone)).toISOString()).toBe(instant);
  });

  test.each([
    ['Pacific/Kiritimati', '2026-06-30T10:00:00.000Z'],
    ['Pacific/Pago_Pago', '2026-07-01T11:00:00.000Z'],
  ])('in %s at %s', (far, instant) => {
    expect(new Date(beginOf('2026-07-01', far)).toISOString()).toBe(instant);
  });
});

describe('what the audit is asked', () => {
  test('takes the last day whole', () => {
    const path = entriesPath({ ...everything, from: '2026-07-01', to: '2026-07-01' }, zone);
    const query = new URLSearchParams(path.slice(path.indexOf('?')));
    expect(query.get('from')).toBe('2026-06-30T21:00:00.000Z');
    expect(query.get('to')).toBe('2026-07-01T21:00:00.000Z');
  });

  test('says nothing of what does not matter', () => {
    expect(entriesPath(everything, zone)).toBe('/api/audit/entries?limit=50');
    expect(entriesPath(everything, zone, 'x')).toBe('/api/audit/entries?limit=50&after=x');
  });
});

test('types stand together by their beginnings', () => {
  expect(groupsOf(['auth.logout', 'user.updated', 'auth.login.failed'])).toEqual([
    ['auth.', ['auth.logout', 'auth.login.failed']],
    ['user.', ['user.updated']],
  ]);
});
