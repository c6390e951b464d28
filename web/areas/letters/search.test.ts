import { describe, expect, test } from '@jest/globals';
import { everything, lettersPath, readSearch, writeSearch } from './search.ts';

describe('the search for dead letters', () => {
  test('of an empty address is for what is open, and has an empty address', () => {
    expect([readSearch({}), writeSearch(everything)]).toEqual([everything, '']);
  });

  test('comes back from its address', () => {
    const search = { ...everything, state: 'closed', publisher: '/old & hr', from: '2026-11-01' } as const;
    const query = Object.fromEntries(new URLSearchParams(writeSearch(search)));
    expect(query).toEqual({ state: 'closed', publisher: '/old & hr', from: '2026-11-01' });
    expect(readSearch(query)).toEqual(search);
  });

  test('takes nothing that makes no sense', () => {
    expect(readSearch({ state: 'lost', from: 'soon', to: '2026-02-30' })).toEqual(everything);
  });

  test('asks for whole days of the company', () => {
    const search = { ...everything, reason: 'no_person', from: '2026-11-01', to: '2026-11-01' } as const;
    const query = new URLSearchParams(lettersPath(search, 'Europe/Kyiv').split('?')[1]);
    expect(Object.fromEntries(query)).toEqual({
      limit: '50',
      state: 'open',
      reason: 'no_person',
      since: '2026-10-31T22:00:00.000Z',
      until: '2026-11-01T22:00:00.000Z',
    });
  });
});
