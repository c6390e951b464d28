/** A JSON number that has kept its text, so that `1.0`, `1` and 64-bit integers stay what they were. */
export class NumberText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  /** Whether it was written without fraction and exponent. */
  get isInteger(): boolean {
    return /^-?\d+$/.test(this.text);
  }
}

export type Json = null | boolean | string | NumberText | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

type Reviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown;

/** Parses JSON text; numbers become `NumberText`. SyntaxError when it is no JSON. */
export function parseJson(text: string): Json {
  const keepNumbers: Reviver = (_key, value, { source }) =>
    typeof value === 'number' ? new NumberText(source ?? String(value)) : value;
  return JSON.parse(text, keepNumbers as Parameters<typeof JSON.parse>[1]) as Json;
}

export const isObject = (json: Json | undefined): json is JsonObject =>
  typeof json === 'object' && json !== null && !Array.isArray(json) && !(json instanceof NumberText);

export const isArray = (json: Json | undefined): json is readonly Json[] => Array.isArray(json);

/** Compact JSON text as Jackson writes it: no white space, upper-case hexadecimal escapes, Java's form of doubles. */
export function writeJson(json: Json): string {
  if (json instanceof NumberText) return json.isInteger ? String(BigInt(json.text)) : javaDouble(Number(json.text));
  if (typeof json === 'string') return quote(json);
  if (isArray(json)) return `[${json.map(writeJson).join(',')}]`;
  if (isObject(json)) return writeObject(Object.entries(json).map(([name, value]) => [name, writeJson(value)]));
  return String(json);
}

/** An object from members whose values are JSON text already. */
export const writeObject = (members: readonly (readonly [string, string])[]): string =>
  `{${members.map(([name, text]) => `${quote(name)}:${text}`).join(',')}}`;

/** A JSON string literal. */
export const quote = (text: string): string =>
  JSON.stringify(text).replace(/\\(?:u([0-9a-f]{4})|.)/g, (sequence, hex?: string) =>
    hex === undefined ? sequence : `\\u${hex.toUpperCase()}`,
  );

/** `Double.toString` of Java: shortest digits, a fraction always, an exponent outside [10⁻³; 10⁷). */
function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return quote(String(value));
  const size = Math.abs(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}
