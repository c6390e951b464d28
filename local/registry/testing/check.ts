/**
 * One request and what a Confluent-compatible registry answers, in the order of the list. `<x>` in an expected value
 * takes down what came the first time and must be the same later; in a request it stands for what was taken down.
 * `~` in names is replaced by a text that is new in each run.
 */
export interface Check {
  readonly what: string;
  readonly request: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly status: number;
  readonly expected: unknown;
  /** Touches what is everybody's, so it is left out on a registry that others use. */
  readonly global?: boolean;
}

type Options = Pick<Check, 'global' | 'contentType'>;

/** A request that succeeds with exactly this body. */
export const good = (
  what: string,
  request: string,
  body: unknown,
  expected: unknown,
  options: Options = {},
): Check => ({
  what,
  request,
  ...(body === undefined ? {} : { body }),
  status: 200,
  expected,
  ...options,
});

/** A request that is refused with this error code; the status is its first three digits. */
export const bad = (what: string, request: string, body: unknown, code: number, options: Options = {}): Check => ({
  what,
  request,
  ...(body === undefined ? {} : { body }),
  status: Number(String(code).slice(0, 3)),
  expected: { error_code: code },
  ...options,
});

export const avro = (schema: unknown, more: object = {}) => ({ schema: JSON.stringify(schema), ...more });

export const record = (name: string, ...fields: readonly object[]) => ({ type: 'record', name, fields });
export const field = (name: string, type: unknown, more: object = {}) => ({ name, type, ...more });
