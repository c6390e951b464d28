import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCursor, writeCursor } from './cursor.ts';

const anything = () => true;

describe('a cursor', () => {
  test('reads back as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 3 }), (values) => {
        const text = writeCursor({ order: '-days', values });
        expect(text).toMatch(/^[\w-]+$/);
        expect(
          readCursor(
            text,
            '-days',
            values.map(() => anything),
          ),
        ).toEqual({ order: '-days', values });
      }),
    );
  });

  test.each([
    ['of another order', writeCursor({ order: 'days', values: ['1'] })],
    ['with too many values', writeCursor({ order: '-days', values: ['1', '2'] })],
    ['with a value that cannot be', writeCursor({ order: '-days', values: ["1' OR 1"] })],
    ['of other JSON', Buffer.from('{"order":"-days"}').toString('base64url')],
    ['of numbers', Buffer.from('["-days",1]').toString('base64url')],
    ['of nothing', ''],
    ['of noise', '%%%%'],
  ])('%s is refused', (_, text) => {
    expect(() => readCursor(text, '-days', [(value) => /^\d+$/.test(value)])).toThrow('cursor=');
  });
});
