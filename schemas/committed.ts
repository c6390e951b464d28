import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { checkCompatibility } from '#lib/avro/compatibility.ts';
import type { RecordSchema } from '#lib/avro/serde.ts';
import { meaning } from './meaning.ts';

/** The committed versions of every subject: `registry/<subject>/<version>.avsc`, oldest = 1. */
const folder = new URL('./registry/', import.meta.url);

const folderOf = (subject: string): URL => new URL(`${subject}/`, folder);

export const textOf = (schema: RecordSchema): string => `${JSON.stringify(schema.avro, null, 2)}\n`;

/** The texts of a subject's committed versions, oldest first; none for a new subject. */
export async function committedVersions(subject: string): Promise<readonly string[]> {
  const files = await readdir(folderOf(subject)).catch(() => []);
  const numbers = files.map((file) => Number.parseInt(file, 10)).sort((a, b) => a - b);
  return Promise.all(numbers.map((number) => readFile(new URL(`${number}.avsc`, folderOf(subject)), 'utf8')));
}

/** Every subject that has committed versions. */
export const committedSubjects = (): Promise<readonly string[]> => readdir(folder).catch(() => []);

/** Writes the definition as the subject's next version. */
export async function commitVersion(schema: RecordSchema): Promise<void> {
  const versions = await committedVersions(schema.subject);
  await mkdir(folderOf(schema.subject), { recursive: true });
  await writeFile(new URL(`${versions.length + 1}.avsc`, folderOf(schema.subject)), textOf(schema));
}

/**
 * Why a definition may not follow the committed versions; empty when it may. Beside Avro's own rules, a field keeps
 * its name, and its logical type, precision and scale, which registries do not look at.
 */
export function faultsOf(schema: RecordSchema, versions: readonly string[]): readonly string[] {
  const avro = checkCompatibility('FULL_TRANSITIVE', textOf(schema), versions);
  return [...new Set([...avro, ...versions.flatMap((version) => meaningChanges(JSON.parse(version), schema.avro))])];
}

interface RecordText {
  readonly fields: readonly { readonly name: string; readonly type: unknown }[];
}

function meaningChanges(before: unknown, after: unknown): string[] {
  const types = new Map((after as RecordText).fields.map((field) => [field.name, meaning(field.type)]));
  return (before as RecordText).fields
    .filter(({ name, type }) => types.get(name) !== meaning(type))
    .map(({ name, type }) => changed(name, meaning(type), types.get(name)));
}

/** To Avro an optional field that is renamed is one less and one more, each with a default. */
const changed = (name: string, was: string, is: string | undefined): string =>
  is === undefined
    ? `${name} is gone: under another name its values are lost to every reader, so keep it and add the other beside it`
    : `${name} was ${was} and would be ${is}`;
