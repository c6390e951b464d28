import { canonicalText } from '#lib/avro/canonical.ts';
import { type CompatibilityLevel, checkCompatibility } from '#lib/avro/compatibility.ts';
import { namesIn } from '#lib/avro/names.ts';
import { parseSchema } from '#lib/avro/parse.ts';
import { type AvroSchema, SchemaError } from '#lib/avro/schema.ts';
import * as errors from './errors.ts';
import type { Change, Reference, SchemaValue } from './records.ts';
import type { State } from './state.ts';

/** A schema as a client sends it. */
export interface Proposal {
  readonly schema: string;
  readonly schemaType?: string | undefined;
  readonly references?: readonly Reference[] | undefined;
  /** Only in mode IMPORT. */
  readonly id?: number | undefined;
  readonly version?: number | undefined;
}

interface Parsed {
  readonly avro: AvroSchema;
  readonly text: string;
  readonly references: readonly Reference[];
}

/** Resolves when the changes lie in the log and in the state. */
export type Append = (changes: readonly Change[]) => Promise<void>;

/** Where changes are written, one writer at a time. */
export interface ChangeLog {
  exclusively<T>(decide: (append: Append) => Promise<T>): Promise<T>;
}

/** What a subject's schemas may do: registering, finding, comparing. RegistryError for everything that is refused. */
export class Registry {
  readonly state: State;
  readonly log: ChangeLog;

  constructor(state: State, log: ChangeLog) {
    this.state = state;
    this.log = log;
  }

  /** The id of the schema, which is a version of the subject from now on. */
  register(subject: string, proposal: Proposal): Promise<number> {
    return this.log.exclusively(async (append) => {
      const importing = this.#checkMode(subject, proposal.id);
      const parsed = this.#parse(proposal);
      const twins = this.state.sameSchema(parsed.text, parsed.references);
      const live = twins.find((twin) => twin.subject === subject && !twin.deleted);
      if (live) return sameId(live, proposal.id);
      if (!importing) this.#refuseIncompatible(subject, parsed);
      return await this.#append(append, subject, proposal, parsed, twins);
    });
  }

  async #append(append: Append, subject: string, proposal: Proposal, parsed: Parsed, twins: SchemaValue[]) {
    const version = this.#nextVersion(subject, proposal);
    const id = this.#idFor(proposal, twins);
    const value = { subject, version, id, references: parsed.references, schema: parsed.text, deleted: false };
    const replaced = twins.filter((twin) => twin.subject === subject && twin.version !== version);
    await append([
      { keytype: 'SCHEMA', subject, version, value },
      ...replaced.map((old) => ({ keytype: 'SCHEMA', subject, version: old.version, value: null }) as const),
    ]);
    return id;
  }

  /** The version of the subject that holds this schema. */
  lookUp(subject: string, proposal: Proposal, deleted: boolean): SchemaValue {
    const which = deleted ? 'all' : 'live';
    if (this.state.versions(subject, which).length === 0) throw errors.subjectNotFound(subject);
    const { text, references } = this.#parse(proposal);
    const found = this.state.sameSchema(text, references).filter((twin) => twin.subject === subject);
    const wanted = found.find((twin) => !twin.deleted) ?? (deleted ? found[0] : undefined);
    if (!wanted) throw errors.schemaNotFound();
    return wanted;
  }

  /** Why the schema could not be the subject's next version; compared with one version, or as its level wants it. */
  incompatibilities(subject: string, proposal: Proposal, version: string | undefined): string[] {
    const parsed = this.#parse(proposal);
    if (version === undefined) return this.#compare(subject, parsed, this.state.versions(subject, 'live'));
    const live = this.state.versions(subject, 'live');
    const number = isLatest(version) ? live.at(-1)?.version : versionNumber(version);
    const found = live.find((one) => one.version === number);
    if (!found && isLatest(version)) return [];
    if (!found) throw errors.versionNotFound(version);
    return this.#compare(subject, parsed, [found]);
  }

  /** The version that a path names: a number, `latest` or `-1`. */
  find(subject: string, version: string, deleted: boolean): SchemaValue {
    const number = isLatest(version) ? 0 : versionNumber(version);
    const versions = this.state.versions(subject, deleted ? 'all' : 'live');
    if (versions.length === 0) throw errors.subjectNotFound(subject);
    const found = isLatest(version) ? versions.at(-1) : versions.find((value) => value.version === number);
    if (!found) throw errors.versionNotFound(version);
    return found;
  }

  level(subject: string): CompatibilityLevel {
    return (this.state.level(subject) ?? this.state.level() ?? 'BACKWARD') as CompatibilityLevel;
  }

  mode(subject?: string): string {
    const everywhere = this.state.mode() ?? 'READWRITE';
    if (subject === undefined || everywhere === 'READONLY_OVERRIDE') return everywhere;
    return this.state.mode(subject) ?? everywhere;
  }

  refuseReadOnly(subject: string): void {
    if (this.mode(subject).startsWith('READONLY')) throw errors.notPermitted(`Subject ${subject} is in read-only mode`);
  }

  /** Whether the subject is being imported into: then ids are given, and nothing is compared. */
  #checkMode(subject: string, id: number | undefined): boolean {
    this.refuseReadOnly(subject);
    const importing = this.mode(subject) === 'IMPORT';
    if (importing && id === undefined) throw errors.notPermitted(`Subject ${subject} is in import mode`);
    if (!importing && id !== undefined) throw errors.notPermitted(`Subject ${subject} is not in import mode`);
    return importing;
  }

  #parse({ schema, schemaType = 'AVRO', references = [] }: Proposal): Parsed {
    if (schemaType !== 'AVRO') throw errors.invalidSchema(`this registry knows AVRO, not ${schemaType}`);
    const named = references.map((reference) => this.#pinned(reference));
    const texts = this.#textsOf(named);
    return refusing(() => {
      const avro = parseSchema(schema, texts);
      const known = texts.flatMap((_, at) => namesIn(parseSchema(texts[at] ?? '', texts.slice(0, at))));
      return { avro, text: canonicalText(avro, known), references: named };
    });
  }

  /** A reference to the latest version (-1) becomes one to the version that is the latest now. */
  #pinned({ name, subject, version }: Reference): Reference {
    const found = version === -1 ? this.state.versions(subject, 'live').at(-1) : this.state.version(subject, version);
    if (!found || found.deleted)
      throw errors.invalidSchema(`no schema reference found for subject "${subject}" and version ${version}`);
    return { name, subject, version: found.version };
  }

  /** The texts of what is referred to, each after those that it refers to itself. */
  #textsOf(references: readonly Reference[], seen = new Set<string>()): string[] {
    return references.flatMap(({ subject, version }) => {
      const value = this.state.version(subject, version);
      const key = JSON.stringify([subject, version]);
      if (!value || seen.has(key)) return [];
      seen.add(key);
      return [...this.#textsOf(value.references ?? [], seen), value.schema];
    });
  }

  #refuseIncompatible(subject: string, parsed: Parsed): void {
    const messages = this.#compare(subject, parsed, this.state.versions(subject, 'live'));
    if (messages.length > 0) throw errors.incompatible(subject, messages);
  }

  #compare(subject: string, { avro }: Parsed, versions: readonly SchemaValue[]): string[] {
    const level = this.level(subject);
    if (level === 'NONE') return [];
    const compared = level.endsWith('_TRANSITIVE') ? versions : versions.slice(-1);
    for (const old of compared.toReversed()) {
      const schema = parseSchema(old.schema, this.#textsOf(old.references ?? []));
      const messages = checkCompatibility(level, avro, [schema]);
      if (messages.length > 0) return [...messages, `oldSchemaVersion: ${old.version}`, `compatibility: ${level}`];
    }
    return [];
  }

  #nextVersion(subject: string, { id, version }: Proposal): number {
    const next = (this.state.versions(subject, 'all').at(-1)?.version ?? 0) + 1;
    if (version === undefined || version === next || version === -1) return next;
    if (id !== undefined && version > 0) return version;
    throw errors.invalidVersion(version);
  }

  #idFor({ id }: Proposal, twins: readonly SchemaValue[]): number {
    if (id === undefined) return twins[0]?.id ?? this.state.nextId;
    const holder = this.state.withId(id, 'all')[0];
    if (holder && !twins.some((twin) => twin.id === id))
      throw errors.notPermitted(`Overwrite new schema with id ${id} is not permitted.`);
    return id;
  }
}

function sameId({ id }: SchemaValue, given: number | undefined): number {
  if (given !== undefined && given !== id) throw errors.idMismatch(id, given);
  return id;
}

export const isLatest = (version: string): boolean => version === 'latest' || version === '-1';

export function versionNumber(text: string): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > 0x7fffffff) throw errors.invalidVersion(text);
  return number;
}

function refusing<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SchemaError) throw errors.invalidSchema(error.message);
    if (error instanceof RangeError) throw errors.invalidSchema('it is nested too deeply');
    throw error;
  }
}
