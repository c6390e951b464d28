import { type ByteStore, compareKeys, type StoreEntry } from './byteStore.ts';
import type { Store, StoreDefinition } from './topology.ts';

/** How many decoded values a store keeps, at most twice this. */
const cachedValues = 20_000;

/**
 * A store with the running commit's writes in front of what is committed. Values are encoded once per key and commit,
 * and decoded once while they stay in the cache.
 */
export class StateStore<T> implements Store<T> {
  readonly #definition: StoreDefinition<T>;
  readonly #byteStore: ByteStore;
  readonly #prefix: string;
  /** Written since the last commit; undefined is a removal. */
  readonly #dirty = new Map<string, T | undefined>();
  readonly #cache = new RecentValues<T>(cachedValues);

  constructor(definition: StoreDefinition<T>, byteStore: ByteStore) {
    this.#definition = definition;
    this.#byteStore = byteStore;
    this.#prefix = `${definition.name}/`;
  }

  get(key: string): T | undefined {
    if (this.#dirty.has(key)) return this.#dirty.get(key);
    const cached = this.#cache.get(key);
    if (cached !== undefined) return cached;
    const bytes = this.#byteStore.get(this.#prefix + key);
    if (bytes === undefined) return undefined;
    const value = this.#definition.decode(bytes);
    this.#cache.set(key, value);
    return value;
  }

  set(key: string, value: T): void {
    this.#dirty.set(key, value);
  }

  delete(key: string): void {
    this.#dirty.set(key, undefined);
  }

  *range(prefix: string): Iterable<readonly [string, T]> {
    const written = [...this.#dirty].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => compareKeys(a, b));
    const overlay = new Map(written);
    let next = 0;
    for (const [stored, bytes] of this.#byteStore.range(this.#prefix + prefix)) {
      const key = stored.slice(this.#prefix.length);
      for (; compareKeys(written[next]?.[0] ?? key, key) < 0; next++) yield* present(written[next]);
      if (!overlay.has(key)) yield [key, this.#cache.get(key) ?? this.#definition.decode(bytes)];
    }
    for (; next < written.length; next++) yield* present(written[next]);
  }

  get dirty(): boolean {
    return this.#dirty.size > 0;
  }

  /** What the running commit has written, encoded. */
  *changes(): Iterable<StoreEntry> {
    for (const [key, value] of this.#dirty)
      yield [this.#prefix + key, value === undefined ? null : this.#definition.encode(value)];
  }

  /** The commit is durable: its values are what is committed from here on. */
  settle(): void {
    for (const [key, value] of this.#dirty) {
      if (value === undefined) this.#cache.delete(key);
      else this.#cache.set(key, value);
    }
    this.#dirty.clear();
  }
}

function* present<T>(entry: readonly [string, T | undefined] | undefined): Iterable<readonly [string, T]> {
  if (entry?.[1] !== undefined) yield entry as readonly [string, T];
}

/** The values used last, in two halves: when the younger one is full, the older one goes. */
class RecentValues<T> {
  readonly #limit: number;
  #young = new Map<string, T>();
  #old = new Map<string, T>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): T | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: T): void {
    if (this.#young.size >= this.#limit) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  delete(key: string): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }
}
