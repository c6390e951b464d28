import { expect, test } from '@jest/globals';
import { addressOf } from './address.ts';

test('an address leaves out what is not asked for, and says a list one by one', () => {
  expect(addressOf('/api/x', { q: '', department: ['R&D', 'IT'], limit: 50, after: null })).toBe(
    '/api/x?department=R%26D&department=IT&limit=50',
  );
  expect(addressOf('/people', { q: '', who: null, department: [] })).toBe('/people');
});
