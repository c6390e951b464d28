import type { Change, Reference, SchemaValue } from './records.ts';

export type Which = 'live' | 'deleted' | 'all';

/** What `_schemas` says up to the last record read: a fold over its changes, nothing else. */
export class State {
  readonly #subjects = new Map<string, Map<number, SchemaValue>>();
  readonly #levels = new Map<string | undefined, string>();
  readonly #modes = new Map<string | undefined, string>();
  #highestId = 0;

  apply(change: Change): void {
    const { keytype } = change;
    if (keytype === 'SCHEMA') this.#applySchema(change.subject, change.version, change.value);
    else if (keytype === 'DELETE_SUBJECT') this.#deleteUpTo(change.subject, change.value?.version ?? 0);
    else if (keytype === 'CONFIG') put(this.#levels, change.subject, change.value?.compatibilityLevel);
    else if (keytype === 'MODE') put(this.#modes, change.subject, change.value?.mode);
  }

  get nextId(): number {
    return this.#highestId + 1;
  }

  /** Names of the subjects that have such versions, sorted. */
  subjects(which: Which): string[] {
    return [...this.#subjects.keys()].filter((subject) => this.versions(subject, which).length > 0).sort();
  }

  /** Versions of a subject, oldest first; none for a subject nobody knows. */
  versions(subject: string, which: Which): SchemaValue[] {
    return [...(this.#subjects.get(subject)?.values() ?? [])].filter(isOf(which)).sort(bySubjectAndVersion);
  }

  version(subject: string, version: number): SchemaValue | undefined {
    return this.#subjects.get(subject)?.get(version);
  }

  /** Every version of every subject, by subject and version. */
  all(which: Which): SchemaValue[] {
    return this.#find(isOf(which));
  }

  withId(id: number, which: Which): SchemaValue[] {
    const fits = isOf(which);
    return this.#find((value) => value.id === id && fits(value));
  }

  /** The schema with exactly this text and these references, in any subject, soft-deleted ones counted. */
  sameSchema(text: string, references: readonly Reference[]): SchemaValue[] {
    const wanted = JSON.stringify(references.map(referenceOf));
    return this.#find(
      ({ schema, references: own = [] }) => schema === text && JSON.stringify(own.map(referenceOf)) === wanted,
    );
  }

  /** Live versions that refer to this one. */
  referringTo(subject: string, version: number): SchemaValue[] {
    const isIt = (reference: Reference) => reference.subject === subject && reference.version === version;
    return this.#find(({ references = [], deleted }) => !deleted && references.some(isIt));
  }

  /** The level set for the subject, or without one the global level; undefined where none is set. */
  level(subject?: string): string | undefined {
    return this.#levels.get(subject);
  }

  mode(subject?: string): string | undefined {
    return this.#modes.get(subject);
  }

  #find(fits: (value: SchemaValue) => boolean): SchemaValue[] {
    const found: SchemaValue[] = [];
    for (const versions of this.#subjects.values())
      for (const value of versions.values()) if (fits(value)) found.push(value);
    return found.sort(bySubjectAndVersion);
  }

  #applySchema(subject: string, version: number, value: SchemaValue | null): void {
    const versions = this.#subjects.get(subject) ?? new Map<number, SchemaValue>();
    this.#subjects.set(subject, versions);
    put(versions, version, value ?? undefined);
    if (value) this.#highestId = Math.max(this.#highestId, value.id);
  }

  #deleteUpTo(subject: string, version: number): void {
    for (const value of this.versions(subject, 'live'))
      if (value.version <= version) this.#applySchema(subject, value.version, { ...value, deleted: true });
  }
}

const isOf =
  (which: Which) =>
  ({ deleted }: SchemaValue): boolean =>
    which === 'all' || deleted === (which === 'deleted');

const bySubjectAndVersion = (one: SchemaValue, other: SchemaValue): number =>
  one.subject === other.subject ? one.version - other.version : one.subject < other.subject ? -1 : 1;

function put<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}

const referenceOf = ({ name, subject, version }: Reference) => [name, subject, version];
