import type { Blackout, Coverage, Rules } from './rules.ts';

const lists = ['coverage', 'blackouts'] as const;
type List = (typeof lists)[number];

/** One difference between two sets of rules. A value that was not there before is `undefined` before. */
export type Change =
  | { readonly kind: 'value'; readonly path: readonly string[]; readonly before: unknown; readonly after: unknown }
  | { readonly kind: 'added' | 'removed'; readonly list: List; readonly entry: Coverage | Blackout };

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The smallest values that differ; a part that one side does not have is one value. */
function valuesOf(before: unknown, after: unknown, path: readonly string[]): readonly Change[] {
  if (isTree(before) && isTree(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
      valuesOf(before[name], after[name], [...path, name]),
    );
  return same(before, after) ? [] : [{ kind: 'value', path, before, after }];
}

/** Entries of `all` that `others` do not have; equal ones count one by one. */
function without<T>(all: readonly T[], others: readonly T[]): readonly T[] {
  const left = others.map((one) => JSON.stringify(one));
  return all.filter((one) => {
    const place = left.indexOf(JSON.stringify(one));
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}

const entriesOf = (before: Rules, after: Rules, list: List): readonly Change[] => [
  ...without<Coverage | Blackout>(before[list], after[list]).map((entry) => ({
    kind: 'removed' as const,
    list,
    entry,
  })),
  ...without<Coverage | Blackout>(after[list], before[list]).map((entry) => ({ kind: 'added' as const, list, entry })),
];

/** Everything that differs; an entry of a list that was changed is removed and added. */
export function changesOf(before: Rules, after: Rules): readonly Change[] {
  const { coverage: _, blackouts: __, ...former } = before;
  const { coverage: ___, blackouts: ____, ...newer } = after;
  return [...valuesOf(former, newer, []), ...lists.flatMap((list) => entriesOf(before, after, list))];
}

/** Sets a value deep inside; where the way to it is no longer there, nothing. */
function put(tree: Tree, [name = '', ...rest]: readonly string[], value: unknown): Tree {
  if (rest.length === 0 && value === undefined) {
    const { [name]: _, ...others } = tree;
    return others;
  }
  if (rest.length === 0) return { ...tree, [name]: value };
  const inner = tree[name];
  return isTree(inner) ? { ...tree, [name]: put(inner, rest, value) } : tree;
}

function applied(rules: Rules, change: Change): Rules {
  if (change.kind === 'value') return put(rules as unknown as Tree, change.path, change.after) as unknown as Rules;
  const entries: readonly (Coverage | Blackout)[] = rules[change.list];
  const next = change.kind === 'added' ? [...entries, change.entry] : without(entries, [change.entry]);
  return { ...rules, [change.list]: next };
}

/** The same changes to other rules: what somebody else has saved meanwhile stays. */
export const onTopOf = (newest: Rules, changes: readonly Change[]): Rules => changes.reduce(applied, newest);
