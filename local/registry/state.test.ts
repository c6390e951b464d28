import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deleteSubject, deleteVersion } from './deletion.ts';
import { RegistryError } from './errors.ts';
import { type Change, fromRecord, type KeyValue, toRecord } from './records.ts';
import { type ChangeLog, Registry } from './registry.ts';
import { setLevel, setMode } from './settings.ts';
import { State } from './state.ts';

/** A log in memory, as bytes. */
class Records implements ChangeLog {
  readonly records: KeyValue[] = [];
  readonly state: State;
  constructor(state: State) {
    this.state = state;
  }
  exclusively<T>(decide: (append: (changes: readonly Change[]) => Promise<void>) => Promise<T>): Promise<T> {
    return decide(async (changes) => {
      const records = changes.map(toRecord);
      this.records.push(...records);
      applyAll(this.state, records);
    });
  }
}

/** What compaction leaves: of each key the last record, in the order of the log. */
const compacted = (records: readonly KeyValue[]) =>
  records.filter(({ key }, at) => records.findLastIndex((other) => other.key === key) === at);

function applyAll(state: State, records: readonly KeyValue[]): State {
  for (const { key, value } of records) {
    const change = fromRecord(key, value);
    if (change) state.apply(change);
  }
  return state;
}

const replayed = (records: readonly KeyValue[]): State => applyAll(new State(), records);

const view = (state: State) => ({
  all: state.all('all'),
  levels: ['a', 'b', undefined].map((subject) => state.level(subject)),
  modes: ['a', 'b', undefined].map((subject) => state.mode(subject)),
});

const subject = fc.constantFrom('a', 'b');
const operation = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(fc.constant('register' as const), subject, fc.constantFrom('int', 'string', 'null')),
  },
  { weight: 2, arbitrary: fc.tuple(fc.constant('delete' as const), subject, fc.boolean()) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('deleteVersion' as const), subject, fc.tuple(fc.nat(5), fc.boolean())) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('level' as const), subject, fc.constantFrom('NONE', 'FULL')) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('mode' as const), subject, fc.constant('READWRITE')) },
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

async function perform(registry: Registry, [kind, name, detail]: Operation): Promise<void> {
  try {
    if (kind === 'register') await registry.register(name, { schema: JSON.stringify(detail) });
    if (kind === 'delete') await deleteSubject(registry, name, detail);
    if (kind === 'deleteVersion') await deleteVersion(registry, name, String(detail[0] + 1), detail[1]);
    if (kind === 'level') await setLevel(registry, name, detail);
    if (kind === 'mode') await setMode(registry, name, detail, false);
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
  }
}

describe('the records of _schemas', () => {
  test('whatever was done, the compacted topic says what the registry said', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 30 }), async (operations) => {
        const state = new State();
        const log = new Records(state);
        const registry = new Registry(state, log);
        await log.exclusively((append) => append([{ keytype: 'CONFIG', value: { compatibilityLevel: 'NONE' } }]));
        for (const one of operations) await perform(registry, one);
        expect(view(replayed(log.records))).toEqual(view(state));
        expect(view(replayed(compacted(log.records)))).toEqual(view(state));
      }),
      { numRuns: 300 },
    );
  });

  test('a live id never changes, and no two schemas share one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 30 }), async (operations) => {
        const state = new State();
        const registry = new Registry(state, new Records(state));
        const texts = new Map<number, string>();
        for (const one of operations) {
          await perform(registry, one);
          for (const { id, schema } of state.all('all')) {
            expect(texts.get(id) ?? schema).toBe(schema);
            texts.set(id, schema);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('keys and values have the attributes of Confluent in their order', () => {
    const value = { schema: '"int"', id: 7, deleted: false, version: 1, subject: 's', guid: 'kept' };
    const references = [{ name: 'N', subject: 'n', version: 2 }];
    const records = [
      toRecord({ keytype: 'SCHEMA', subject: 's', version: 1, value }),
      toRecord({ keytype: 'SCHEMA', subject: 's', version: 1, value: { ...value, references, deleted: true } }),
      toRecord({ keytype: 'SCHEMA', subject: 's', version: 1, value: null }),
      toRecord({ keytype: 'CONFIG', subject: 's', value: { compatibilityLevel: 'FULL' } }),
      toRecord({ keytype: 'CONFIG', value: { compatibilityLevel: 'FULL' } }),
      toRecord({ keytype: 'MODE', subject: 's', value: { mode: 'READONLY' } }),
      toRecord({ keytype: 'DELETE_SUBJECT', subject: 's', value: { version: 3 } }),
      toRecord({ keytype: 'NOOP', value: null }),
    ];
    expect(records.map(({ key, value }) => `${key} → ${value}`)).toEqual([
      '{"keytype":"SCHEMA","subject":"s","version":1,"magic":1} → {"subject":"s","version":1,"id":7,"schemaType":"AVRO","schema":"\\"int\\"","deleted":false,"guid":"kept"}',
      '{"keytype":"SCHEMA","subject":"s","version":1,"magic":1} → {"subject":"s","version":1,"id":7,"schemaType":"AVRO","references":[{"name":"N","subject":"n","version":2}],"schema":"\\"int\\"","deleted":true,"guid":"kept"}',
      '{"keytype":"SCHEMA","subject":"s","version":1,"magic":1} → null',
      '{"keytype":"CONFIG","subject":"s","magic":0} → {"subject":"s","compatibilityLevel":"FULL"}',
      '{"keytype":"CONFIG","magic":0} → {"compatibilityLevel":"FULL"}',
      '{"keytype":"MODE","subject":"s","magic":0} → {"subject":"s","mode":"READONLY"}',
      '{"keytype":"DELETE_SUBJECT","subject":"s","magic":0} → {"subject":"s","version":3}',
      '{"keytype":"NOOP","magic":0} → null',
    ]);
  });

  test('what Confluent writes and we do not know changes nothing', () => {
    expect(fromRecord('{"keytype":"CONTEXT","tenant":"t","context":".","magic":0}', '{}')).toBeUndefined();
  });
});
