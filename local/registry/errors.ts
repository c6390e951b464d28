/** An answer that is no success: HTTP status, Confluent's error code, one sentence. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly status: number;
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
    this.status = code < 1000 ? code : Math.floor(code / 100);
  }
}

const fault =
  <A extends readonly unknown[]>(code: number, message: (...of: A) => string) =>
  (...of: A): RegistryError =>
    new RegistryError(code, message(...of));

type Version = string | number;

export const subjectNotFound = fault(40401, (subject: string) => `Subject '${subject}' not found.`);
export const versionNotFound = fault(40402, (version: Version) => `Version ${version} not found.`);
export const schemaNotFound = fault(40403, (id?: number) =>
  id === undefined ? 'Schema not found' : `Schema ${id} not found`,
);
export const subjectSoftDeleted = fault(
  40404,
  (subject: string) => `Subject '${subject}' was soft deleted. Set permanent=true to delete permanently`,
);
export const subjectNotSoftDeleted = fault(
  40405,
  (subject: string) => `Subject '${subject}' was not deleted first before being permanently deleted`,
);
export const versionSoftDeleted = fault(
  40406,
  (subject: string, version: Version) =>
    `Subject '${subject}' Version ${version} was soft deleted. Set permanent=true to delete permanently`,
);
export const versionNotSoftDeleted = fault(
  40407,
  (subject: string, version: Version) =>
    `Subject '${subject}' Version ${version} was not deleted first before being permanently deleted`,
);
export const noSubjectConfig = fault(
  40408,
  (subject: string) => `Subject '${subject}' does not have subject-level compatibility configured`,
);
export const noSubjectMode = fault(
  40409,
  (subject: string) => `Subject '${subject}' does not have subject-level mode configured`,
);
export const incompatible = fault(
  40901,
  (subject: string, messages: readonly string[]) =>
    `Schema being registered is incompatible with an earlier schema for subject "${subject}", details: [${messages.join('; ')}]`,
);
export const invalidSchema = fault(42201, (why: string) => `Invalid schema: ${why}`);
export const invalidVersion = fault(
  42202,
  (version: Version) =>
    `The specified version '${version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
);
export const invalidLevel = fault(
  42203,
  () =>
    'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive',
);
export const invalidMode = fault(
  42204,
  () => 'Invalid mode. Valid values are READWRITE, READONLY, READONLY_OVERRIDE, and IMPORT',
);
export const notPermitted = fault(42205, (why: string) => why);
export const referenced = fault(
  42206,
  (subject: string, version: Version) =>
    `One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=${subject},version=${version}}.`,
);
export const idMismatch = fault(42207, (known: number, given: number) => `Schema has id ${known}, not ${given}`);
export const invalidSubject = fault(42208, (why: string) => why);
export const tooLarge = fault(42209, (why: string) => `Schema is too large: ${why}`);
export const storeFailed = fault(50001, (why: string) => `Error in the backend data store: ${why}`);
export const timedOut = fault(50002, (why: string) => `The operation timed out: ${why}`);
