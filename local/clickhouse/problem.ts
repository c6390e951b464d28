/** A failed request, as ClickHouse words it: `Code: 60. DB::Exception: … (UNKNOWN_TABLE)`. */
export class Problem extends Error {
  override readonly name = 'Problem';
  /** ClickHouse's numeric code and its name. */
  readonly code: number;
  readonly type: string;
  constructor(code: number, type: string, text: string) {
    super(`Code: ${code}. DB::Exception: ${text} (${type})`);
    this.code = code;
    this.type = type;
  }
}

const shape = /Code: (\d+)\. DB::(?:\w+::)*\w*Exception: ([\s\S]*?)\(([A-Z][A-Z0-9_]+)\)(?: \(version [^)]*\))?\.?\s*$/;

/** Any thrown thing as a Problem; `file` is the spooled body, whose path means nothing to the sender. */
export function problemOf(error: unknown, file?: string): Problem {
  if (error instanceof Problem) return error;
  const raw = error instanceof Error ? error.message : String(error);
  const message = file ? raw.replaceAll(`(in file/uri ${file})`, '(in the request body)') : raw;
  const found = shape.exec(message);
  if (!found) return new Problem(1001, 'STD_EXCEPTION', message);
  return new Problem(Number(found[1]), found[3] ?? '', innermost((found[2] ?? '').trim()));
}

/** chdb wraps a parser's error in another one of the same code; the outer wrapping says nothing. */
const innermost = (text: string): string => text.replace(/^Code: \d+\. DB::(?:\w+::)*\w*Exception: /, '');

const statuses: ReadonlyArray<readonly [status: number, codes: readonly number[]]> = [
  [400, [6, 25, 26, 27, 36, 37, 38, 41, 53, 62, 72, 117, 123, 167, 168, 223, 376, 408, 467]],
  [401, [194]],
  [403, [164, 192, 193, 497, 516]],
  [404, [46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 152, 336, 372]],
  [413, [229, 307]],
  [423, [373]],
  [501, [48]],
  [503, [202, 209, 439]],
];

/** The HTTP status that clickhouse-server answers such an error with. */
export const statusOf = (code: number): number => statuses.find(([, codes]) => codes.includes(code))?.[0] ?? 500;

/**
 * What ends a response that failed after its first bytes: the client finds the error by the tag. Must be sent as one
 * chunk.
 */
export function exceptionBlock(problem: Problem, tag: string): string {
  const message = `${problem.message}\n`;
  return `\r\n__exception__\r\n${tag}\r\n${message}${Buffer.byteLength(message)} ${tag}\r\n__exception__\r\n`;
}
