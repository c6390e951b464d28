/** In how many months of a period figures are shown under this name, of those in which it is known. */
export interface Visibility {
  readonly department: string;
  readonly shown: number;
  readonly months: number;
}

/** What of an answer is not shown, because fewer than five people are behind it. */
export interface Suppression {
  /** Departments that are not shown under their own name, at least in a part of the period. */
  readonly suppressed: number;
  /** Nothing at all is shown, so that there is no sum either. */
  readonly hidden: boolean;
}

/**
 * What is not shown of the departments asked for; of all when none is. A name that nobody knows is like one of too few
 * people.
 */
export function suppressionOf(asked: readonly string[], visibilities: readonly Visibility[]): Suppression {
  const known = new Map(visibilities.map((one) => [one.department, one]));
  const names = asked.length > 0 ? [...new Set(asked)] : [...known.keys()];
  const shown = names.map((name) => known.get(name) ?? { department: name, shown: 0, months: 1 });
  return {
    suppressed: shown.filter((one) => one.shown < one.months).length,
    hidden: asked.length > 0 ? shown.every((one) => one.shown === 0) : visibilities.length === 0,
  };
}
