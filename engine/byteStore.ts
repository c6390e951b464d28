/** A key with its new bytes; null removes it. */
export type StoreEntry = readonly [key: string, value: Buffer | null];

/** How much of its changelog a store has taken in. */
export interface ChangelogPosition {
  /** The cluster whose offsets these are. */
  readonly cluster: string;
  /** The next changelog offset to read. */
  readonly offset: bigint;
  /** Epoch ms. */
  readonly writtenAt: number;
}

/** Ordered bytes by key: what a task's stores keep, on disk or in memory. One owner at a time. */
export interface ByteStore {
  get(key: string): Buffer | undefined;
  /**
   * Entries whose key starts with `prefix`, in the order of their UTF-8 bytes. Nothing may be written while it is
   * walked.
   */
  range(prefix: string): Iterable<readonly [key: string, value: Buffer]>;
  /** Undefined for a new or wiped store. */
  readonly position: ChangelogPosition | undefined;
  /** Applies all of it and the position, or nothing. */
  write(entries: Iterable<StoreEntry>, position: ChangelogPosition): void;
  wipe(): void;
  close(): void;
}

const surrogate = /[\ud800-\udfff]/;

/** Orders texts as their UTF-8 bytes are ordered. */
export function compareKeys(a: string, b: string): number {
  if (surrogate.test(a) || surrogate.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A store that forgets everything with the process. */
export function memoryStore(): ByteStore {
  const values = new Map<string, Buffer>();
  const keys: string[] = [];
  let position: ChangelogPosition | undefined;

  function put(key: string, value: Buffer): void {
    if (!values.has(key)) keys.splice(lowerBound(keys, key), 0, key);
    values.set(key, value);
  }
  function remove(key: string): void {
    if (values.delete(key)) keys.splice(lowerBound(keys, key), 1);
  }
  return {
    get: (key) => values.get(key),
    *range(prefix) {
      for (let at = lowerBound(keys, prefix); keys[at]?.startsWith(prefix); at++) yield pair(values, keys[at]);
    },
    get position() {
      return position;
    },
    write(entries, next) {
      for (const [key, value] of [...entries]) value === null ? remove(key) : put(key, value);
      position = next;
    },
    wipe() {
      values.clear();
      keys.length = 0;
      position = undefined;
    },
    close: () => undefined,
  };
}

const pair = (values: ReadonlyMap<string, Buffer>, key = ''): readonly [string, Buffer] => [
  key,
  values.get(key) ?? Buffer.alloc(0),
];

/** The index of the first key that is not before `key`. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys(keys[middle] ?? '', key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
