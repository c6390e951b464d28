import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Backing, compareKeys, memoryBacking } from './backing.ts';
import { diskBacking, StoreInUse } from './diskBacking.ts';
import { StateStore } from './store.ts';

const dirs: string[] = [];
const newDir = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'store-'));
  dirs.push(dir);
  return dir;
};

afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

const position = (offset: bigint) => ({ cluster: 'c', offset, writtenAt: 1 });
const text = (backing: Backing, key: string) => backing.get(key)?.toString();
const walk = (backing: Backing, prefix: string) =>
  [...backing.range(prefix)].map(([key, value]) => [key, String(value)]);

describe.each([
  ['in memory', memoryBacking],
  ['on disk', () => diskBacking(newDir())],
] as const)('a store %s', (_, open) => {
  test('a new one is empty and has no position', () => {
    const backing = open();
    expect([text(backing, 'a'), walk(backing, ''), backing.position]).toEqual([undefined, [], undefined]);
    backing.close();
  });

  test('entries and position are written together, and a null removes', () => {
    const backing = open();
    backing.write(
      [
        ['a', Buffer.from('1')],
        ['b', Buffer.from('2')],
      ],
      position(5n),
    );
    backing.write(
      [
        ['a', null],
        ['b', Buffer.from('3')],
        ['none', null],
      ],
      position(7n),
    );
    expect([text(backing, 'a'), text(backing, 'b'), backing.position]).toEqual([undefined, '3', position(7n)]);
    backing.close();
  });

  test('a write that fails half-way changes nothing', () => {
    const backing = open();
    backing.write([['a', Buffer.from('1')]], position(1n));
    const failing = function* () {
      yield ['a', Buffer.from('2')] as const;
      throw new Error('half-way');
    };
    expect(() => backing.write(failing(), position(2n))).toThrow('half-way');
    expect(backing.position).toEqual(position(1n));
    expect(text(backing, 'a')).toBe('1');
    backing.close();
  });

  test('an empty value is a value', () => {
    const backing = open();
    backing.write([['a', Buffer.alloc(0)]], position(1n));
    expect(backing.get('a')).toEqual(Buffer.alloc(0));
    backing.close();
  });

  test('a range is in the order of UTF-8 bytes, whatever the page size, and ends with its prefix', () => {
    const backing = open();
    const keys = fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 4 }), { minLength: 10, maxLength: 600 });
    fc.assert(
      fc.property(keys, (given) => {
        backing.wipe();
        const mine = given.map((key) => `p/${key}`);
        backing.write(
          [...mine, 'o', 'p', 'q', 'p0'].map((key) => [key, Buffer.from(key)]),
          position(1n),
        );
        const sorted = mine.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect([...backing.range('p/')].map(([key]) => key)).toEqual(sorted);
      }),
      { numRuns: 10, endOnFailure: true },
    );
    backing.close();
  });

  test('wiping removes everything and the position', () => {
    const backing = open();
    backing.write([['a', Buffer.from('1')]], position(1n));
    backing.wipe();
    expect([walk(backing, ''), backing.position]).toEqual([[], undefined]);
    backing.close();
  });

  test('a state store behaves as a map, through commits, whatever was cached', () => {
    const key = fc.constantFrom('a', 'b', 'ba', 'bb', 'c');
    const operation = fc.oneof(
      fc.record({ kind: fc.constant('set' as const), key, value: fc.nat(9) }),
      fc.record({ kind: fc.constant('delete' as const), key }),
      fc.record({ kind: fc.constant('get' as const), key }),
      fc.record({ kind: fc.constant('commit' as const) }),
      fc.record({ kind: fc.constant('range' as const), key: fc.constantFrom('', 'b', 'z') }),
    );
    const definition = {
      name: 's',
      encode: (value: number) => Buffer.from(String(value)),
      decode: (bytes: Buffer) => Number(bytes),
    };
    const backing = open();
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 40, size: 'max' }), (operations) => {
        backing.wipe();
        const model = new Map<string, number>();
        const store = new StateStore(definition, backing);
        for (const it of operations) {
          if (it.kind === 'set') {
            store.set(it.key, it.value);
            model.set(it.key, it.value);
          } else if (it.kind === 'delete') {
            store.delete(it.key);
            model.delete(it.key);
          } else if (it.kind === 'get') expect(store.get(it.key)).toBe(model.get(it.key));
          else if (it.kind === 'commit') {
            backing.write(store.changes(), position(1n));
            store.settle();
          } else
            expect([...store.range(it.key)]).toEqual(
              [...model].filter(([name]) => name.startsWith(it.key)).sort(([a], [b]) => compareKeys(a, b)),
            );
        }
      }),
    );
    backing.close();
  });
});

describe('a store on disk', () => {
  test('it is there again after it was closed', () => {
    const dir = newDir();
    const first = diskBacking(dir);
    first.write([['ключ', Buffer.from('1')]], position(9_007_199_254_740_993n));
    first.close();
    const again = diskBacking(dir);
    expect([text(again, 'ключ'), again.position?.offset]).toEqual(['1', 9_007_199_254_740_993n]);
    again.close();
  });

  test('it has one owner at a time', () => {
    const dir = newDir();
    const owner = diskBacking(dir);
    expect(() => diskBacking(dir)).toThrow(StoreInUse);
    owner.close();
    diskBacking(dir).close();
  });
});
