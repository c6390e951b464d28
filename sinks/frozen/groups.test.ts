import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { otherDepartments, wholeCompany } from '#tables/frozen.ts';
import { fewestPeople, type Group, groupsOf, type Headcount } from './groups.ts';

const march = '2026-03-01';
const known = { present: march, before: [] };
const company = (people: Readonly<Record<string, number>>): Headcount[] =>
  Object.entries(people).map(([department, people]) => ({ month: march, department, people }));
const shown = (people: Readonly<Record<string, number>>): Record<string, string> =>
  Object.fromEntries(groupsOf(company(people), known).map(({ department, shownAs }) => [department, shownAs]));

describe('the groups of a month', () => {
  test('are the departments, when each has five people', () => {
    expect(shown({ Sales: 5, IT: 9 })).toEqual({ Sales: 'Sales', IT: 'IT' });
  });

  test('take small departments together', () => {
    expect(shown({ Sales: 7, Law: 2, Press: 3 })).toEqual({
      Sales: 'Sales',
      Law: otherDepartments,
      Press: otherDepartments,
    });
  });

  test('hide the next smallest with small ones that are not five together, so that no total less the rest shows them', () => {
    expect(shown({ Sales: 7, IT: 6, Law: 4 })).toEqual({ Sales: 'Sales', IT: otherDepartments, Law: otherDepartments });
  });

  test('count a department that had people only on some days as one of nobody', () => {
    expect(shown({ Sales: 7, IT: 6, New: 0 })).toEqual({ Sales: 'Sales', IT: otherDepartments, New: otherDepartments });
  });

  test('are none in a company of four', () => {
    expect(shown({ Sales: 3, IT: 1 })).toEqual({});
  });

  test('of one month do not depend on another', () => {
    const april = [{ month: '2026-04-01', department: 'Law', people: 8 }];
    const both = groupsOf([...company({ Sales: 7, Law: 2, Press: 3 }), ...april], { ...known, present: '2026-04-01' });
    expect(both.filter(({ month }) => month === march)).toEqual(
      groupsOf(company({ Sales: 7, Law: 2, Press: 3 }), known),
    );
  });
});

describe('the groups of a month, day after day', () => {
  test('keep together what was shown together, although it has grown', () => {
    const before = groupsOf(company({ Sales: 7, Law: 2, Press: 3 }), known);
    const after = groupsOf(company({ Sales: 7, Law: 6, Press: 3 }), { present: march, before });
    expect(after).toHaveLength(3);
    expect(after).toEqual(expect.arrayContaining(before));
  });

  test('are everybody until the month begins', () => {
    const before = groupsOf(company({ Sales: 7, Law: 6 }), { present: '2026-02-01', before: [] });
    expect(before.map(({ shownAs }) => shownAs)).toEqual([wholeCompany, wholeCompany]);
    const begun = groupsOf(company({ Sales: 7, Law: 6 }), { present: march, before });
    expect(begun.map(({ shownAs }) => shownAs).sort()).toEqual(['Law', 'Sales']);
    expect(groupsOf(company({ Sales: 3, Law: 1 }), { present: '2026-02-01', before: [] })).toEqual([]);
  });
});

/** A company of one month: the people of each department, by their numbers. */
type Company = ReadonlyMap<string, readonly number[]>;

const companies: fc.Arbitrary<Company> = fc
  .array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 4 })
  .filter((sizes) => sizes.reduce((a: number, b: number) => a + b, 0) <= 13)
  .map((sizes) => {
    let next = 0;
    return new Map(sizes.map((size, at) => [`D${at}`, Array.from({ length: size }, () => next++)]));
  });

const headcounts = (company: Company): Headcount[] =>
  [...company].map(([department, people]) => ({ month: march, department, people: people.length }));

/**
 * Each question that filters by departments, as who is in its answer: over all subsets of names, `(other)` among them.
 */
function answers(company: Company, groups: readonly Group[]): ReadonlySet<number>[] {
  const names = [...new Set([...company.keys(), ...groups.map(({ shownAs }) => shownAs)])];
  return Array.from({ length: 2 ** names.length }, (_, bits) => {
    const asked = names.filter((_, at) => bits & (1 << at));
    const seen = groups.filter(({ shownAs }) => asked.length === 0 || asked.includes(shownAs));
    return new Set(seen.flatMap(({ department }) => company.get(department) ?? []));
  });
}

/**
 * How many answers are independent when these people are left out of them: the rank of who is in which, over the
 * rationals.
 */
function rank(sets: readonly ReadonlySet<number>[], people: readonly number[]): number {
  const rows = sets.map((set) => people.map((person): number => (set.has(person) ? 1 : 0)));
  let found = 0;
  for (let column = 0; column < people.length; column++) {
    const pivot = rows.findIndex((row, at) => at >= found && Math.abs(row[column] ?? 0) > 1e-9);
    const chosen = rows[pivot];
    if (!chosen) continue;
    [rows[pivot], rows[found]] = [rows[found] ?? [], chosen];
    for (const row of rows.slice(found + 1)) {
      const times = (row[column] ?? 0) / (chosen[column] ?? 1);
      for (const [at, value] of chosen.entries()) row[at] = (row[at] ?? 0) - times * value;
    }
    found++;
  }
  return found;
}

function* choices(people: readonly number[], most: number): Generator<readonly number[]> {
  yield [];
  if (most > 0)
    for (const [at, person] of people.entries())
      for (const rest of choices(people.slice(at + 1), most - 1)) yield [person, ...rest];
}

/**
 * Fewer than five people whom some sum and difference of answers shows: without them the answers have fewer independent
 * ones, so some combination of answers holds nobody else.
 */
function isolated(company: Company, ...days: readonly (readonly Group[])[]): readonly number[] | undefined {
  const people = [...company.values()].flat();
  const sets = [
    ...new Map(days.flatMap((groups) => answers(company, groups)).map((set) => [[...set].join(), set])).values(),
  ];
  const all = rank(sets, people);
  for (const few of choices(people, fewestPeople - 1)) {
    const others = people.filter((person) => !few.includes(person));
    if (rank(sets, others) < all) return few;
  }
  return undefined;
}

describe('all that can be asked of a company', () => {
  test('and every sum and difference of the answers, shows no fewer than five people', () => {
    fc.assert(
      fc.property(companies, (company) => {
        expect(isolated(company, groupsOf(headcounts(company), known))).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  test('on two days, between which people came and left, neither', () => {
    const coming = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(companies, coming, fc.boolean(), (company, changes, begins) => {
        const first = headcounts(company).map((count, at) => ({
          ...count,
          people: Math.max(0, count.people - Math.abs(changes[at] ?? 0)),
        }));
        const second = headcounts(company).map((count, at) => ({
          ...count,
          people: Math.max(0, count.people + Math.min(0, changes[3 - at] ?? 0)),
        }));
        const before = groupsOf(first, begins ? { present: '2026-02-01', before: [] } : known);
        expect(isolated(company, before, groupsOf(second, { present: march, before }))).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  test('on two days would show them if each day made its groups by itself', () => {
    const company: Company = new Map([
      ['A', [0, 1, 2, 3, 4]],
      ['B', [5, 6, 7]],
      ['C', [8, 9, 10, 11, 12, 13]],
    ]);
    const yesterday = groupsOf(headcounts(company), known);
    const today = headcounts(company).map((count) => (count.department === 'C' ? { ...count, people: 4 } : count));
    expect(isolated(company, yesterday, groupsOf(today, known))).toEqual(expect.arrayContaining([5, 6, 7]));
    expect(isolated(company, yesterday, groupsOf(today, { ...known, before: yesterday }))).toBeUndefined();
  });

  test('would show them if departments were shown as they are, or small ones only left out of the rows', () => {
    const company: Company = new Map([
      ['Sales', [0, 1, 2, 3, 4, 5]],
      ['Law', [6, 7]],
    ]);
    const asTheyAre = [...company.keys()].map((department) => ({ month: march, department, shownAs: department }));
    expect(isolated(company, asTheyAre)).toBeDefined();
    const alone = asTheyAre.map((group) =>
      group.department === 'Law' ? { ...group, shownAs: otherDepartments } : group,
    );
    expect(isolated(company, alone)).toBeDefined();
    expect(isolated(company, groupsOf(headcounts(company), known))).toBeUndefined();
  });
});
