import { readdirSync } from 'node:fs';
import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { compile } from '#lib/avro/types.ts';
import type { Text } from '#schemas/text.ts';
import { type Ended, endedEntities } from '#test/oracle/oracle.ts';
import { anyEvents } from '#test/pipeline/anyEvents.ts';
import { kyiv } from '#test/pipeline/lineUnderTest.ts';
import { statisticNamed, statistics } from './catalogue.ts';
import type { Person } from './entities/person.ts';
import { parseRowKey, rowKey } from './rowKey.ts';
import type { DefinedStatistic } from './statistic.ts';
import { addSums, difference, isZero, type Sum, sumsOf } from './sum.ts';

// Every statistic keeps what the engine and its readers rely on. A file in this folder is all it takes to be in here.

const all = statistics.map((statistic) => [statistic.name, statistic] as const);

/** What became of twenty little companies. */
const worlds = fc.sample(anyEvents, { numRuns: 20, seed: 7 }).map((events) => endedEntities(events, kyiv));

const casesOf = (statistic: DefinedStatistic): Ended[keyof Ended][number][] =>
  worlds.flatMap((world) => [...world[statistic.of]]);

const sumsFor = (statistic: DefinedStatistic) =>
  casesOf(statistic).map(({ entity, person }) => sumsOf(statistic, entity, person, kyiv));

/** The sum of what many entities add, in the order given. */
function together(parts: readonly ReadonlyMap<string, Sum>[]): Map<string, Sum> {
  const total = new Map<string, Sum>();
  for (const [key, sum] of parts.flatMap((part) => [...part])) {
    const held = total.get(key);
    total.set(key, held ? addSums(held, sum) : sum);
  }
  return new Map([...total].filter(([, sum]) => !isZero(sum)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The day of an instant in UTC, or the day itself. */
const fromKey = (value: string | number): string => new Date(value).toISOString().slice(0, 10);

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

/** A person whose personal data must not be looked at. */
const poisoned = (person: Person): Person =>
  new Proxy(person, {
    get: (target, field) => {
      if (['email', 'firstName', 'lastName'].includes(String(field))) throw new Error(`${String(field)} was read`);
      return Reflect.get(target, field);
    },
  });

describe.each(all)('the statistic %s', (name, statistic) => {
  const columns = { ...statistic.key, ...statistic.measures };

  test('is named in snake case after its file, which is the only thing to add', () => {
    expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
    const file = `${name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}.ts`;
    expect(readdirSync(`${import.meta.dirname}/catalogue`)).toContain(file);
    expect(statisticNamed(name)).toBe(statistic);
    expect(statistic.row.topic).toBe(`hr.statistics.${name}`);
  });

  test('speaks English and Ukrainian', () => {
    const derived = Object.values(statistic.derived).map(({ title }) => title);
    const texts: readonly Text[] = [
      statistic.title,
      statistic.question,
      ...Object.values(statistic.labels),
      ...derived,
    ];
    expect(Object.keys(statistic.labels).sort()).toEqual(Object.keys(columns).sort());
    for (const { en, uk } of texts) {
      expect(en).toMatch(/^[A-Z][ -~]+$/);
      expect(uk).toMatch(/^[А-ЩЬЮЯЄІЇҐ][А-ЩЬЮЯЄІЇҐа-щьюяєіїґ0-9 ,:’«»?()-]*$/);
    }
    expect(statistic.question.en).toMatch(/\?$/);
    expect(statistic.question.uk).toMatch(/\?$/);
  });

  test('is keyed by plain columns and sums counts or amounts of days', () => {
    for (const field of Object.values(columns)) expect(field).toMatchObject({ nullable: false, personal: false });
    for (const { kind } of Object.values(statistic.key)) expect(['string', 'date', 'instant', 'int']).toContain(kind);
    for (const { kind } of Object.values(statistic.measures)) expect(['int', 'days']).toContain(kind);
    expect(Object.keys(statistic.measures).length).toBeGreaterThan(0);
  });

  test('is cut as of a date or an instant of its key, or says that it cannot be', () => {
    if (statistic.asOf === null) return;
    expect(['date', 'instant']).toContain(statistic.key[statistic.asOf]?.kind);
  });

  test('has a login under the time of the login, so that readers may leave out other days', () => {
    if (statistic.of !== 'login') return;
    const day = statistic.asOf ?? '';
    for (const { entity, person } of worlds.flatMap((world) => world.login))
      for (const { key } of statistic.contributions(entity, person, kyiv)) {
        const shown = Date.parse(fromKey((key as Readonly<Record<string, string | number>>)[day] ?? ''));
        expect(Math.abs(shown - Date.parse(fromKey(entity.occurredAt)))).toBeLessThanOrEqual(86_400_000);
      }
  });

  test('derives figures from columns that it has', () => {
    const keys = Object.keys(statistic.key);
    const measures = Object.keys(statistic.measures);
    for (const figure of Object.values(statistic.derived)) {
      if (figure.kind === 'ratio') expect(measures).toEqual(expect.arrayContaining([...figure.numerator]));
      if (figure.kind === 'ratio') expect(measures).toEqual(expect.arrayContaining([...figure.denominator]));
      if (figure.kind !== 'quantile') continue;
      expect(measures).toContain(figure.measure);
      expect(keys).toContain(figure.bucket);
      expect(statistic.key[figure.bucket]?.kind).toBe('int');
      expect(figure.quantile > 0 && figure.quantile < 1).toBe(true);
    }
  });

  test('is pure: neither clock nor chance, nothing changed in place, the same answer twice', () => {
    const now = jest.spyOn(Date, 'now').mockImplementation(() => {
      throw new Error('the clock was read');
    });
    const chance = jest.spyOn(Math, 'random').mockImplementation(() => {
      throw new Error('dice were thrown');
    });
    try {
      for (const { entity, person } of frozen(casesOf(statistic)))
        expect(statistic.contributions(entity, person, frozen(kyiv))).toEqual(
          statistic.contributions(structuredClone(entity), structuredClone(person), kyiv),
        );
    } finally {
      now.mockRestore();
      chance.mockRestore();
    }
  });

  test('reads no personal data', () => {
    for (const { entity, person } of casesOf(statistic)) statistic.contributions(entity, poisoned(person), kyiv);
    expect(() => poisoned(worlds.flatMap(({ people }) => people)[0] as Person).email).toThrow('email was read');
  });

  test('adds whole amounts, nothing negative, under keys that a row’s record can carry', () => {
    const type = compile(statistic.row.avro);
    const added = sumsFor(statistic).flatMap((sums) => [...sums]);
    expect(added.length).toBeGreaterThan(0);
    for (const [key, { measures }] of added) {
      expect(measures.every((amount) => Number.isSafeInteger(amount) && amount >= 0)).toBe(true);
      const row = Object.fromEntries(Object.keys(statistic.measures).map((measure, at) => [measure, measures[at]]));
      const whole = { ...parseRowKey(statistic, key), ...row };
      expect(rowKey(statistic, whole)).toBe(key);
      expect({ ...type.fromBuffer(type.toBuffer(whole)) }).toEqual(whole);
    }
  });

  test('comes to the same sum in any order of entities', () => {
    const parts = sumsFor(statistic);
    expect(together(parts.toReversed())).toEqual(together(parts));
  });

  test('takes back exactly what it added', () => {
    const parts = sumsFor(statistic);
    const none = new Map<string, Sum>();
    for (const [at, part] of parts.entries()) {
      const after = parts[parts.length - 1 - at] ?? none;
      const there = new Map(difference(part, after));
      expect(together([part, there])).toEqual(together([after]));
      expect(together([there, new Map(difference(after, part))])).toEqual(none);
      expect(together([part, new Map(difference(part, none))])).toEqual(none);
    }
  });
});

describe('the catalogue', () => {
  test('has the statistics that readers ask for, with these columns', () => {
    const shapes = statistics.map(({ name, key, measures }) => [
      name,
      [...Object.keys(key)],
      [...Object.keys(measures)],
    ]);
    const asked = [
      ['approval_rate', ['decidedOn', 'department', 'leaveType'], ['approved', 'rejected']],
      ['cancellations', ['decidedOn', 'department', 'leaveType'], ['approved', 'cancelled', 'modified']],
      ['decision_lead_time', ['decidedOn', 'department', 'leaveType', 'bucket'], ['decisions']],
      ['failed_logins', ['day', 'reason'], ['failures']],
      ['login_activity', ['hour', 'outcome'], ['logins']],
      ['notice', ['submittedOn', 'department', 'bucket'], ['requests']],
      ['requests_by_status', ['submittedOn', 'department', 'leaveType', 'status'], ['requests']],
      ['sick_days', ['month', 'department'], ['sickDays', 'sickSpells']],
      ['vacation_days', ['month', 'department', 'leaveType'], ['requestedDays', 'approvedDays', 'cancelledDays']],
    ];
    expect(shapes).toEqual(expect.arrayContaining(asked));
  });
});
