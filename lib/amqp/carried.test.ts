import { expect, test } from '@jest/globals';
import { carried, carriedHeaders } from './carried.ts';

test('a copy takes the properties of a message, but not what would expire or be refused', () => {
  const properties = {
    contentType: 'a',
    timestamp: 7,
    headers: {},
    type: undefined,
    expiration: '1',
    userId: 'guest',
    clusterId: 'x',
  };
  expect(carried(properties)).toEqual({ contentType: 'a', timestamp: 7, headers: {} });
});

test('a copy takes the headers of a message, but not the notes of the broker', () => {
  const moment = { '!': 'timestamp', value: 7 };
  expect(carriedHeaders({ a: 1, 'ce-time': moment, 'x-death': [{}], 'x-first-death-reason': 'expired' })).toEqual({
    a: 1,
    'ce-time': moment,
  });
  expect(carriedHeaders(undefined)).toEqual({});
});

test('headers for which a copy has no room are left out by name', () => {
  const long = 'x'.repeat(30_000);
  expect(carriedHeaders({ first: long, second: long, third: 'c' })).toEqual({
    first: long,
    third: 'c',
    'x-left-out': 'second',
  });
});
