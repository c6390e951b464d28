import type { World } from './world.ts';

/**
 * Reads at most once in so many ms, by the world's clock; who asks in between gets the same. A failure is not
 * remembered.
 */
export function memoizeFor<T>(ms: number, read: (world: World) => Promise<T>): (world: World) => Promise<T> {
  const found = new WeakMap<World, { readonly at: number; readonly value: Promise<T> }>();
  return (world) => {
    const at = world.clock.now();
    const known = found.get(world);
    if (known && at - known.at < ms) return known.value;
    const value = read(world);
    found.set(world, { at, value });
    value.catch(() => found.delete(world));
    return value;
  };
}
