import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalText } from './canonical.ts';
import { checkCompatibility, compatibilityLevels, differences } from './compatibility.ts';
import { parseSchema } from './parse.ts';

interface FieldShape {
  readonly name: string;
  readonly type: unknown;
  readonly default?: unknown;
}

const type = fc.letrec<{ type: unknown }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'),
    tie('type').map((items) => ({ type: 'array', items })),
    tie('type').map((values) => ({ type: 'map', values })),
    fc.uniqueArray(fc.constantFrom('null', 'int', 'string', 'bytes'), { maxLength: 4 }),
  ),
})).type;
const fieldNames = ['a', 'b', 'c', 'd', 'e'];
const fields = fc.uniqueArray<FieldShape, string>(fc.record({ name: fc.constantFrom(...fieldNames), type }), {
  minLength: 1,
  selector: ({ name }) => name,
});
const record = (list: readonly FieldShape[], name = 'space.R') =>
  JSON.stringify({ type: 'record', name, fields: list });

describe('compatibility', () => {
  test('a schema is compatible with itself under every level', () => {
    fc.assert(
      fc.property(fields, fc.constantFrom(...compatibilityLevels), (list, level) => {
        expect(checkCompatibility(level, record(list), [record(list)])).toEqual([]);
      }),
    );
  });

  test('a field that is added with a default is compatible both ways; one without is not backward compatible', () => {
    fc.assert(
      fc.property(fields, fc.nat(5), (list, at) => {
        const before = record(list);
        expect(
          checkCompatibility('FULL', record(list.toSpliced(at, 0, { name: 'new', type: 'int', default: 0 })), [before]),
        ).toEqual([]);
        const without = record(list.toSpliced(at, 0, { name: 'new', type: 'int' }));
        expect(checkCompatibility('FORWARD', without, [before])).toEqual([]);
        expect(checkCompatibility('BACKWARD', without, [before])).toEqual([
          expect.stringContaining('READER_FIELD_MISSING_DEFAULT_VALUE at /fields/'),
        ]);
      }),
    );
  });

  test('a field that is removed without having had a default is backward compatible and not forward compatible', () => {
    fc.assert(
      fc.property(fields, (list) => {
        expect(checkCompatibility('BACKWARD', record(list.slice(1)), [record(list)])).toEqual([]);
        expect(checkCompatibility('FORWARD', record(list.slice(1)), [record(list)])).toHaveLength(1);
        expect(checkCompatibility('FULL', record(list.slice(1)), [record(list)])).toHaveLength(1);
      }),
    );
  });

  test('forward is backward with the two schemas exchanged, and full is both', () => {
    fc.assert(
      fc.property(fields, fields, (some, others) => {
        const [one, other] = [record(some), record(others)];
        const forward = checkCompatibility('FORWARD', one, [other]);
        const backward = checkCompatibility('BACKWARD', one, [other]);
        expect(forward.length).toBe(checkCompatibility('BACKWARD', other, [one]).length);
        expect(checkCompatibility('FULL', one, [other])).toEqual([...backward, ...forward]);
      }),
    );
  });

  test('the order of attributes, white space and the way a name is written change neither text nor compatibility', () => {
    fc.assert(
      fc.property(fields, (list) => {
        const one = parseSchema(record(list));
        const other = parseSchema(
          JSON.stringify({ fields: list, namespace: 'space', name: 'R', type: 'record' }, null, 2),
        );
        expect(canonicalText(other)).toBe(canonicalText(one));
        expect(canonicalText(parseSchema(canonicalText(one)))).toBe(canonicalText(one));
        expect(differences(one, other)).toEqual([]);
      }),
    );
  });

  test('levels without TRANSITIVE look at the newest version alone, the others at all of them', () => {
    const versions = [record([{ name: 'a', type: 'string' }]), record([{ name: 'a', type: 'int' }])];
    const next = record([{ name: 'a', type: 'long' }]);
    expect(checkCompatibility('BACKWARD', next, versions)).toEqual([]);
    expect(checkCompatibility('BACKWARD_TRANSITIVE', next, versions)).toEqual([
      'TYPE_MISMATCH at /fields/0/type: reader type long cannot read writer type string (reader: new schema, writer: old schema)',
    ]);
    expect(checkCompatibility('FORWARD', next, versions)).toHaveLength(1);
    expect(checkCompatibility('NONE', '"string"', versions)).toEqual([]);
  });

  test('names are compared without their namespace, and an alias stands for the full name', () => {
    const named = (name: string, aliases: string[] = []) =>
      parseSchema(JSON.stringify({ type: 'fixed', size: 2, name, aliases }));
    expect(differences(named('here.F'), named('there.F'))).toEqual([]);
    expect(differences(named('here.G'), named('there.F'))).toEqual([
      { kind: 'NAME_MISMATCH', path: '/name', detail: 'expected: there.F' },
    ]);
    expect(differences(named('here.G', ['there.F']), named('there.F'))).toEqual([]);
    expect(differences(named('here.G', ['F']), named('there.F'))).toHaveLength(1);
  });

  test('a schema that contains itself is compared to its end', () => {
    const list = (value: string) =>
      parseSchema(
        `{"type":"record","name":"List","fields":[{"name":"v","type":"${value}"},{"name":"next","type":["null","List"]}]}`,
      );
    expect(differences(list('long'), list('int'))).toEqual([]);
    expect(differences(list('int'), list('long')).map(({ path }) => path)).toEqual(['/fields/0/type']);
  });
});

describe('what a schema may be', () => {
  test.each([
    ['{', /not JSON/],
    ['"Unknown"', /undefined name: Unknown/],
    ['{"type":"record","name":"R"}', /record R has no fields/],
    ['{"type":"record","name":"1R","fields":[]}', /"1R" is not a valid Avro name/],
    [
      '{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]}',
      /invalid default for field a of R/,
    ],
    ['{"type":"enum","name":"E","symbols":["A","A"]}', /duplicate enum symbol: A/],
    ['{"type":"enum","name":"E","symbols":["A"],"default":"B"}', /default B of enum E/],
    ['["int","int"]', /duplicate in union: int/],
    ['["int",["null"]]', /a union is nested/],
    ['{"type":"fixed","name":"F","size":-1}', /no valid size/],
    ['{"type":"array"}', /array has no items/],
    ['7', /not a schema: 7/],
  ])('%s is refused with a reason', (text, reason) => {
    expect(() => parseSchema(text)).toThrow(reason);
  });

  test('what avsc refuses and Avro takes is taken: a default of a later branch, 64-bit defaults, an empty union', () => {
    const fieldOf = (type: unknown, value: string) =>
      `{"type":"record","name":"R","fields":[{"name":"a","type":${JSON.stringify(type)},"default":${value}}]}`;
    expect(canonicalText(parseSchema(fieldOf(['null', 'string'], '"x"')))).toBe(fieldOf(['null', 'string'], '"x"'));
    expect(canonicalText(parseSchema(fieldOf('long', '9223372036854775807')))).toBe(
      fieldOf('long', '9223372036854775807'),
    );
    expect(() => parseSchema(fieldOf('long', '9223372036854775808'))).toThrow(/invalid default/);
    expect(canonicalText(parseSchema('[]'))).toBe('[]');
  });

  test('a schema may use the names of the schemas it refers to, and does not repeat them', () => {
    const money = '{"type":"record","name":"a.Money","fields":[]}';
    const text = '{"type":"record","name":"a.Bill","fields":[{"name":"sum","type":"a.Money"}]}';
    expect(() => parseSchema(text)).toThrow(/undefined name: a.Money/);
    expect(canonicalText(parseSchema(text, [money]), ['a.Money'])).toBe(
      '{"type":"record","name":"Bill","namespace":"a","fields":[{"name":"sum","type":"Money"}]}',
    );
  });
});
