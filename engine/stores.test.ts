import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ByteStore, compareKeys, memoryStore } from './byteStore.ts';
import { diskStore, StoreInUse } from './diskStore.ts';
import { StateStore } from './stateStore.ts';

const dirs: string[] = [];
function newDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'store-'));
  dirs.push(dir);
  return dir;
}

afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

const position = (offset: bigint) => ({ cluster: 'c', offset, writtenAt: 1 });
const text = (byteStore: ByteStore, key: string) => byteStore.get(key)?.toString();
const walk = (byteStore: ByteStore, prefix: string) =>
  [...byteStore.range(prefix)].map(([key, value]) => [key, String(value)]);

describe.each([
  ['in memory', memoryStore],
  ['on disk', () => diskStore(newDir())],
] as const)('a store %s', (_, open) => {
  test('a new one is empty and has no position', () => {
    const byteStore = open();
    expect([text(byteStore, 'a'), walk(byteStore, ''), byteStore.position]).toEqual([undefined, [], undefined]);
    byteStore.close();
  });

  test('entries and position are written together, and a null removes', () => {
    const byteStore = open();
    byteStore.write(
      [
        ['a', Buffer.from('1')],
        ['b', Buffer.from('2')],
      ],
      position(5n),
    );
    byteStore.write(
      [
        ['a', null],
        ['b', Buffer.from('3')],
        ['none', null],
      ],
      position(7n),
    );
    expect([text(byteStore, 'a'), text(byteStore, 'b'), byteStore.position]).toEqual([undefined, '3', position(7n)]);
    byteStore.close();
  });

  test('a write that fails half-way changes nothing', () => {
    const byteStore = open();
    byteStore.write([['a', Buffer.from('1')]], position(1n));
    function* failing() {
      yield ['a', Buffer.from('2')] as const;
      throw new Error('half-way');
    }
    expect(() => byteStore.write(failing(), position(2n))).toThrow('half-way');
    expect(byteStore.position).toEqual(position(1n));
    expect(text(byteStore, 'a')).toBe('1');
    byteStore.close();
  });

  test('an empty value is a value', () => {
    const byteStore = open();
    byteStore.write([['a', Buffer.alloc(0)]], position(1n));
    expect(byteStore.get('a')).toEqual(Buffer.alloc(0));
    byteStore.close();
  });

  test('a range is in the order of UTF-8 bytes, whatever the page size, and ends with its prefix', () => {
    const byteStore = open();
    const keys = fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 4 }), { minLength: 10, maxLength: 600 });
    fc.assert(
      fc.property(keys, (given) => {
        byteStore.wipe();
        const mine = given.map((key) => `p/${key}`);
        byteStore.write(
          [...mine, 'o', 'p', 'q', 'p0'].map((key) => [key, Buffer.from(key)]),
          position(1n),
        );
        const sorted = mine.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect([...byteStore.range('p/')].map(([key]) => key)).toEqual(sorted);
      }),
      { numRuns: 10, endOnFailure: true },
    );
    byteStore.close();
  });

  test('wiping removes everything and the position', () => {
    const byteStore = open();
    byteStore.write([['a', Buffer.from('1')]], position(1n));
    byteStore.wipe();
    expect([walk(byteStore, ''), byteStore.position]).toEqual([[], undefined]);
    byteStore.close();
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
    const byteStore = open();
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 40, size: 'max' }), (operations) => {
        byteStore.wipe();
        const model = new Map<string, number>();
        const store = new StateStore(definition, byteStore);
        for (const it of operations) {
          if (it.kind === 'set') {
            store.set(it.key, it.value);
            model.set(it.key, it.value);
          } else if (it.kind === 'delete') {
            store.delete(it.key);
            model.delete(it.key);
          } else if (it.kind === 'get') expect(store.get(it.key)).toBe(model.get(it.key));
          else if (it.kind === 'commit') {
            byteStore.write(store.changes(), position(1n));
            store.settle();
          } else
            expect([...store.range(it.key)]).toEqual(
              [...model].filter(([name]) => name.startsWith(it.key)).sort(([a], [b]) => compareKeys(a, b)),
            );
        }
      }),
    );
    byteStore.close();
  });
});

describe('a store on disk', () => {
  test('it is there again after it was closed', () => {
    const dir = newDir();
    const first = diskStore(dir);
    first.write([['ключ', Buffer.from('1')]], position(9_007_199_254_740_993n));
    first.close();
    const again = diskStore(dir);
    expect([text(again, 'ключ'), again.position?.offset]).toEqual(['1', 9_007_199_254_740_993n]);
    again.close();
  });

  test('it has one owner at a time', () => {
    const dir = newDir();
    const owner = diskStore(dir);
    expect(() => diskStore(dir)).toThrow(StoreInUse);
    owner.close();
    diskStore(dir).close();
  });
});
