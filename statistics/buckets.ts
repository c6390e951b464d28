/** Bounds of decision lead times, in hours; past the last one they double. */
export const hourBounds = [1, 2, 3, 4, 6, 8, 12, 16, 24, 36, 48, 72, 96, 120, 144, 168, 240, 336, 504, 720] as const;

/** Bounds of notice, in days; −1 holds what was asked for after it began, past the last one they double. */
export const dayBounds = [-1, 0, 1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 365] as const;

/** The smallest bound that is not below the value. */
export function bucketOf(value: number, bounds: readonly number[]): number {
  const bound = bounds.find((candidate) => value <= candidate);
  if (bound !== undefined) return bound;
  let doubled = bounds.at(-1) ?? 1;
  while (doubled < value) doubled *= 2;
  return doubled;
}
