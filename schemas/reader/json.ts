import { dead, type Outcome, ok } from '#lib/outcome.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

const maxDepth = 100;

/** The object that a JSON text is; whole numbers beyond 2^53 keep their digits, as text. */
export function parseObject(text: string): Outcome<JsonObject> {
  const json = parseLossless(text);
  if (json === undefined) return dead('malformed_json', 'the body is no JSON');
  if (Array.isArray(json) && json.length > 0 && json.every(isObject))
    return dead('batch', 'a list of events: each has to be a message of its own');
  if (!isObject(json)) return dead('not_an_object', 'the body is JSON, but no object');
  const fault = faultIn(text);
  return fault ? dead('malformed_json', fault) : ok(json);
}

/** Whether a value of JSON is an object. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;

const keepDigits: Reviver = (_key, value, { source }) =>
  typeof value === 'number' && source !== undefined && /^-?\d+$/.test(source) && !Number.isSafeInteger(value)
    ? source
    : value;

/** undefined when it is no JSON. */
function parseLossless(text: string): unknown {
  try {
    return /\d{16}/.test(text) ? JSON.parse(text, keepDigits as Parameters<typeof JSON.parse>[1]) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/**
 * What readers of one valid JSON text would not agree on: a name twice, half a character, more depth than some can
 * follow.
 */
function faultIn(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let last = '';
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token !== ':') last = token;
    else if (addTwice(open.at(-1), last)) return 'an object has the same name twice';
    if (open.length > maxDepth) return `nested more than ${maxDepth} times`;
    if (isHalf(token)) return 'a text has half a surrogate pair';
  }
  return undefined;
}

function addTwice(names: Set<string> | undefined, quoted: string): boolean {
  const name = quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
  if (names?.has(name)) return true;
  names?.add(name);
  return false;
}

/** Only an escape can write half a pair; Avro, databases and hashes would each replace it differently. */
const isHalf = (token: string): boolean =>
  /\\u[dD][89a-fA-F]/.test(token) && !(JSON.parse(token) as string).isWellFormed();
