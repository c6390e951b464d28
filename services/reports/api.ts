import { z } from 'zod';
import { type Role, roles } from '#schemas/access/people.ts';

/** The recipient may not see what the report tells of: no account any more, or no role for it. */
export class NoRight extends Error {
  override readonly name = 'NoRight';
}

/** A short-lived right to read as a person. */
export interface Right {
  readonly token: string;
  /** Those of now. */
  readonly roles: readonly Role[];
}

/** Gets the right of an employee; throws NoRight when there is none, anything else when auth does not answer. */
export type RightOf = (employeeId: string, signal: AbortSignal) => Promise<Right>;

/** Whose people a report can be about. */
export const readers = ['manager', 'hr'] as const satisfies readonly Role[];

/** An analyst's figures are those of the company's groups; a report is about people, also of a manager who is one. */
const actsAs: readonly Role[] = ['employee', ...readers];

const granted = z.object({ accessToken: z.string(), roles: z.array(z.enum(roles)) });

/** Asks auth, against the secret that services share. */
export const rightsFrom =
  (authUrl: string, secret: string | undefined): RightOf =>
  async (employeeId, signal) => {
    if (secret === undefined) throw new Error('SERVICE_SECRET is unset: nothing can be read for anybody');
    const response = await fetch(new URL('/api/auth/service-tokens', authUrl), {
      method: 'POST',
      signal,
      headers: {
        authorization: `Basic ${Buffer.from(`reports:${secret}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ employeeId, roles: actsAs }),
    });
    const body: unknown = await response.json();
    if ((body as { code?: unknown }).code === 'no_active_account') throw new NoRight('no active account');
    if (!response.ok) throw new Error(`auth gives no token: ${response.status} ${String(Object(body).code)}`);
    const { accessToken, roles } = granted.parse(body);
    return { token: accessToken, roles };
  };

export type Asked = Readonly<Record<string, string | readonly string[]>>;

/** The API of the line, asked as one person. */
export interface Api {
  get<T extends z.ZodType>(path: string, asked: Asked, shape: T): Promise<z.output<T>>;
  /** All rows of a listing, page by page, at most `most`. */
  rows<T extends z.ZodType>(path: string, asked: Asked, shape: T, most: number): Promise<z.output<T>[]>;
}

/** Asks the API at `url` with a person's right. */
export function apiAs(url: string, { token }: Right, signal: AbortSignal): Api {
  const get: Api['get'] = async (path, asked, shape) => {
    const address = new URL(path, url);
    for (const [name, value] of Object.entries(asked))
      for (const one of [value].flat()) address.searchParams.append(name, one);
    const response = await fetch(address, { signal, headers: { authorization: `Bearer ${token}` } });
    if (response.status === 403) throw new NoRight(`${path} is not for this person`);
    if (!response.ok) throw new Error(`${path} answers ${response.status}`);
    return shape.parse(await response.json());
  };
  return {
    get,
    rows: async (path, asked, shape, most) => {
      const found = [];
      for (let cursor: string | null = ''; cursor !== null && found.length < most; ) {
        const page: { rows: unknown[]; next: string | null } = await get(
          path,
          cursor === '' ? asked : { ...asked, cursor },
          z.object({ rows: z.array(z.unknown()), next: z.string().nullable() }),
        );
        found.push(...page.rows.map((row) => shape.parse(row)));
        cursor = page.next;
      }
      return found.slice(0, most);
    },
  };
}
