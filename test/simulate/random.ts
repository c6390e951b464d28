import { createHash } from 'node:crypto';

/** Numbers that depend on nothing but their seed, so that any slice of the company can be made again by itself. */
export interface Random {
  /** A number in [0; 1). */
  next(): number;
  /** A whole number in [from; to]. */
  int(from: number, to: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of the keys, as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
  pick<T>(items: readonly T[]): T;
  /** Log-normal with this median; `sigma` is the standard deviation of the logarithm. */
  logNormal(median: number, sigma: number): number;
  /** How many of many rare things happen. */
  poisson(mean: number): number;
}

/** A source of numbers for this seed and these keys, e.g. `randomOf(seed, 'sick', employeeId, 2025)`. */
export function randomOf(...keys: readonly (string | number)[]): Random {
  const next = mulberry32(createHash('sha256').update(keys.join('\u0000')).digest().readUInt32BE(0));
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (probability) => next() < probability,
    weighted: (weights) => choose(weights, next()),
    pick: (items) => at(items, Math.floor(next() * items.length)),
    logNormal: (median, sigma) => median * Math.exp(sigma * normal()),
    poisson: (mean) => poisson(mean, next),
  };
}

/** The UUID that these keys name, always the same one. */
export function uuidOf(...keys: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(keys.join('\u0000')).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function choose<K extends string>(weights: Readonly<Record<K, number>>, point: number): K {
  const entries = Object.entries(weights) as [K, number][];
  let rest = point * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of entries) {
    rest -= weight;
    if (rest < 0) return key;
  }
  return at(entries, entries.length - 1)[0];
}

function poisson(mean: number, next: () => number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = next(); product > limit; product *= next()) count++;
  return count;
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError('nothing to choose from');
  return item;
}
