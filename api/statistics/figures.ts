import type { DerivedFigure } from '#statistics/statistic.ts';
import type { Figure } from '../answers.ts';

/** Sums of one cell before they are merged: measures by name, and the bounds of the buckets it lies in. */
export interface Part {
  readonly sums: Readonly<Record<string, number>>;
  readonly buckets: Readonly<Record<string, number>>;
}

/** Computes a figure from all parts of a row; `inDays` turns a measure's whole units into what is shown. */
export const figureOf = (
  figure: DerivedFigure,
  parts: readonly Part[],
  shown: (measure: string, sum: number) => number,
): Figure => (figure.kind === 'ratio' ? ratio(figure, parts, shown) : quantile(figure, parts));

function ratio(
  { numerator, denominator }: DerivedFigure & { kind: 'ratio' },
  parts: readonly Part[],
  shown: (measure: string, sum: number) => number,
): Figure {
  const sum = (names: readonly string[]) => add(names.map((name) => shown(name, addAll(parts, name))));
  const above = sum(numerator);
  const below = sum(denominator);
  return { value: below === 0 ? null : above / below, numerator: above, denominator: below };
}

/** Quantiles are decimals with few digits; whole millionths keep 0.9 × 10 from being more than 9. */
const precision = 1_000_000;

/** The smallest bound at which at least the quantile is reached: `numerator` of `denominator` are not above it. */
function quantile({ quantile, bucket, measure }: DerivedFigure & { kind: 'quantile' }, parts: readonly Part[]): Figure {
  const histogram = new Map<number, number>();
  for (const { sums, buckets } of parts) {
    const bound = buckets[bucket] ?? 0;
    histogram.set(bound, (histogram.get(bound) ?? 0) + (sums[measure] ?? 0));
  }
  const total = addAll(parts, measure);
  const needed = BigInt(Math.round(quantile * precision)) * BigInt(total);
  let reached = 0;
  for (const [bound, count] of [...histogram].sort(([a], [b]) => a - b)) {
    reached += count;
    if (count > 0 && BigInt(reached) * BigInt(precision) >= needed)
      return { value: bound, numerator: reached, denominator: total };
  }
  return { value: null, numerator: 0, denominator: 0 };
}

const add = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/** A measure summed over parts. RangeError past 2^53: sums are exact or refused. */
export function addAll(parts: readonly Part[], measure: string): number {
  const sum = add(parts.map(({ sums }) => sums[measure] ?? 0));
  if (Number.isSafeInteger(sum)) return sum;
  throw new RangeError(`the sum of ${measure} is past the safe integers`);
}
