import { describe, expect, test } from '@jest/globals';
import type { Schema } from 'avsc';
import fc from 'fast-check';
import { memoryIds } from '#lib/avro/registry.ts';
import { Serde } from '#lib/avro/serde.ts';
import { derivedRecords, eventType, eventTypes } from './catalogue.ts';
import { committedSubjects, committedVersions, faultsOf, textOf } from './committed.ts';
import { recordName } from './event.ts';
import { families } from './families.ts';
import type { Field, Fields } from './fields.ts';

const all = [...eventTypes, ...derivedRecords];
const serde = new Serde(memoryIds());
await serde.register(all);

/** Any value that a field may hold. */
function anyValue(field: Field<unknown>): fc.Arbitrary<unknown> {
  const values: Record<string, fc.Arbitrary<unknown>> = {
    string: fc.string({ maxLength: 30, unit: 'grapheme' }),
    uuid: fc.uuid(),
    int: fc.integer(),
    boolean: fc.boolean(),
    date: fc
      .date({ min: new Date('1900-01-01'), max: new Date('2299-12-31'), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10)),
    instant: fc.integer({ min: 0, max: 4e12 }),
    days: fc.integer({ min: -1e12, max: 1e12 }),
  };
  const item = values[field.item ?? ''];
  const value =
    field.kind === 'list' && item ? fc.array(item, { maxLength: 8 }) : (values[field.kind] ?? fc.constant(null));
  return field.nullable ? fc.option(value) : value;
}

const anyRecord = (fields: Fields): fc.Arbitrary<object> =>
  fc.record(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, anyValue(field)])));

describe.each(all.map((schema) => [schema.subject, schema] as const))('%s', (subject, schema) => {
  test('is the newest committed version, every one of which it is compatible with', async () => {
    const versions = await committedVersions(subject);
    expect(versions.at(-1)).toBe(textOf(schema));
    expect(faultsOf(schema, versions)).toEqual([]);
  });

  test('reads back whatever it wrote', async () => {
    await fc.assert(
      fc.asyncProperty(anyRecord(schema.fields), async (value) => {
        const bytes = serde.encode(schema, value);
        await serde.learn([bytes]);
        expect(serde.decode(bytes).name).toBe(schema.name);
        expect({ ...serde.decode(bytes).value }).toEqual(value);
      }),
      { numRuns: 30 },
    );
  });

  test('keeps personal data in fields that can be blanked', () => {
    const personal = Object.values(schema.fields).filter((field) => field.personal);
    expect(personal.every((field) => field.nullable)).toBe(true);
  });

  test('has a sentence for every field', () => {
    const silent = Object.entries(schema.fields).filter(([, field]) => field.doc.length < 4);
    expect(silent).toEqual([]);
  });
});

describe.each(eventTypes.map((definition) => [definition.type, definition] as const))('%s', (type, definition) => {
  test('lies on the topic of its family under its own subject', () => {
    expect(definition.topic).toBe(families[definition.family].topic);
    expect(definition.subject).toBe(`${definition.topic}-${recordName(type)}`);
  });

  test('is called something in English and Ukrainian', () => {
    expect(definition.title.en).toMatch(/^[A-Z][a-z -~]+$/);
    expect(definition.title.uk).toMatch(/^[А-ЩЬЮЯЄІЇҐ][А-ЩЬЮЯЄІЇҐа-щьюяєіїґ :,’-]+$/);
  });

  test('says whom it is about; only a login may not know', () => {
    expect(Object.keys(definition.fields)).toContain('employeeId');
    expect(definition.fields.employeeId?.nullable).toBe(definition.family === 'logins');
  });

  test('has a key that is not personal', () => {
    expect(definition.fields.employeeId?.personal).toBe(false);
    if (definition.entity !== null) expect(definition.fields[definition.entity]?.personal).toBe(false);
  });
});

describe('the catalogue', () => {
  test('gives the event type of a name, and none for another', () => {
    expect(eventType('user.registered')?.rank).toBe(0);
    expect(eventType('user.promoted')).toBeUndefined();
  });

  test('has no committed subject without a definition', async () => {
    const known = new Set(all.map((schema) => schema.subject));
    expect((await committedSubjects()).filter((subject) => !known.has(subject))).toEqual([]);
  });

  test('creates each entity with an event of rank 0', () => {
    const creating = eventTypes.filter((definition) => definition.rank === 0).map((definition) => definition.family);
    expect(new Set(creating)).toEqual(new Set(Object.keys(families)));
  });
});

describe('a definition that would break readers', () => {
  const submitted = eventTypes.find((definition) => definition.type === 'vacation.request.submitted');
  function change(edit: (text: string) => string) {
    if (!submitted) throw new Error('vacation.request.submitted is gone');
    return faultsOf({ ...submitted, avro: JSON.parse(edit(JSON.stringify(submitted.avro))) }, [textOf(submitted)]);
  }

  test('is refused for a new required field', () => {
    expect(change((text) => text.replace('"fields":[', '"fields":[{"name":"extra","type":"string"},'))).not.toEqual([]);
  });

  test('is refused for another logical type, which registries would let pass', () => {
    const faults = change((text) => text.replace('"logicalType":"date"', '"logicalType":"time-millis"'));
    expect(faults).toEqual(['from was date on int and would be time-millis on int']);
  });

  const optionalComment = { name: 'comment', type: ['null', 'string'], default: null };
  const record = (...fields: object[]) => ({ type: 'record', name: 'Pet', namespace: 'hr', fields }) as Schema;
  const told = (before: Schema, after: Schema) => {
    const schema = { name: 'hr.Pet', topic: 'hr.pets', subject: 'hr.pets-value', avro: after };
    return faultsOf(schema, [JSON.stringify(before)]);
  };

  test('is refused for an optional field that is called something else, though Avro lets it pass', () => {
    expect(told(record(optionalComment), record({ ...optionalComment, name: 'remark' }))).toEqual([
      'comment is gone: under another name its values are lost to every reader, so keep it and add the other beside it',
    ]);
  });

  test('is refused for a field that would hold less, and says what it was', () => {
    const narrowed = (type: unknown, next: unknown) =>
      told(record({ name: 'legs', type }), record({ name: 'legs', type: next })).at(-1);
    expect(narrowed('long', 'int')).toBe('legs was long and would be int');
    expect(narrowed(['null', 'string'], 'string')).toBe('legs was null|string and would be string');
    const decimal = (precision: number, scale: number) => ({ type: 'bytes', logicalType: 'decimal', precision, scale });
    expect(narrowed(decimal(18, 6), decimal(9, 2))).toBe(
      'legs was decimal(18,6) on bytes and would be decimal(9,2) on bytes',
    );
  });

  test('is accepted for a new optional field', () => {
    const extra = '{"name":"extra","type":["null","string"],"default":null}';
    expect(change((text) => text.replace('"fields":[', `"fields":[${extra},`))).toEqual([]);
  });
});

describe('reading a message', () => {
  const submitted = eventType('vacation.request.submitted');
  const good = { employeeId: 7, requestId: 'r1', leaveType: 'annual', from: '2026-07-01', to: '2026-07-03' };

  test('takes numbers as ids and fills in what may be left out', () => {
    expect(submitted?.json.parse(good)).toMatchObject({ employeeId: '7', dayPart: 'full', comment: null });
  });

  test.each([
    ['a day that does not exist', { from: '2026-02-30' }, 'from'],
    ['an end before the start', { to: '2026-06-30' }, 'to'],
    ['half of several days', { dayPart: 'morning' }, 'dayPart'],
    ['no person', { employeeId: undefined }, 'employeeId'],
  ])('refuses %s and names the field', (_, edit, field) => {
    const result = submitted?.json.safeParse({ ...good, ...edit });
    expect(result?.error?.issues[0]?.path).toEqual([field]);
  });

  test('takes amounts of days exactly or not at all', () => {
    const changed = eventType('user.schedule_changed')?.json;
    const data = { employeeId: '7', effectiveFrom: '2026-07-01', schedule: [1, '0.5', 0.1, 1, 1, 0, 0] };
    expect(changed?.parse(data)).toMatchObject({ schedule: [1e6, 5e5, 1e5, 1e6, 1e6, 0, 0] });
    expect(changed?.safeParse({ ...data, schedule: [1, 0.1234567, 1, 1, 1, 0, 0] }).success).toBe(false);
  });
});
