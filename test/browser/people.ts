import type { Role } from '#schemas/access/people.ts';
import type { EffectiveRoles } from '../../services/auth/standing.ts';

interface Fixed {
  readonly employeeId: string;
  readonly roles: readonly Role[];
  readonly firstName: string;
  readonly lastName: string;
  readonly login: string;
}

const person = (employeeId: string, firstName: string, lastName: string, ...more: Role[]): Fixed => ({
  employeeId,
  firstName,
  lastName,
  roles: ['employee', ...more],
  login: `${employeeId}@example.com`,
});

/** People whom tests of the page are signed in as, one for each role. */
export const people = {
  employee: person('olena', 'Олена', 'Коваль'),
  manager: person('taras', 'Тарас', 'Бондар', 'manager'),
  hr: person('iryna', 'Ірина', 'Мельник', 'hr'),
  analyst: person('andrii', 'Андрій', 'Гнатюк', 'analyst'),
  auditor: person('marta', 'Марта', 'Савчук', 'auditor'),
  admin: person('liam', 'Liam', 'Walker', 'admin'),
} as const;

export type Somebody = keyof typeof people;

/** How long an access token holds, ms. */
const tokenLifeMs = 300_000;

/** What auth answers to a sign-in and a refresh. */
export function grantedTo(
  as: Somebody,
  accessToken: string,
  {
    lastsMs = tokenLifeMs,
    roles = people[as].roles,
    rolesWithheld = [],
  }: Partial<EffectiveRoles> & { readonly lastsMs?: number } = {},
) {
  const { employeeId } = people[as];
  return {
    accessToken,
    expiresAt: Date.now() + lastsMs,
    csrfToken: `csrf-${as}`,
    person: { employeeId, roles, rolesWithheld, locale: 'uk' },
  };
}

/** What is asked of the directory. */
interface Question {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: { readonly 'if-match'?: string | undefined };
  readonly body: Readonly<Record<string, string>>;
  readonly as: Somebody;
}

/** The directory, as the page sees it: oneself with the language of one's mail, and everybody by id or name. */
export class Directory {
  version = 1;
  locale = 'uk';

  answer(asked: Question): { readonly status: number; readonly body: unknown } | null {
    const { method, path, query, as } = asked;
    if (method === 'PATCH') return this.#change(asked);
    if (path === '/api/user/me') return { status: 200, body: { ...people[as], ...this.#own() } };
    const everybody = Object.values(people).map((one) => ({ ...one, department: 'Sales' }));
    if (path === '/api/user/people') {
      const named = ({ firstName, lastName }: Fixed) => `${firstName} ${lastName}`.includes(query.get('q') ?? '');
      return { status: 200, body: { rows: everybody.filter(named) } };
    }
    const id = decodeURIComponent(path.split('/')[4] ?? '');
    const found = everybody.find(({ employeeId }) => employeeId === id);
    return found === undefined ? null : { status: 200, body: found };
  }

  #own() {
    return { version: this.version, locale: this.locale };
  }

  #change({ headers, body }: Question) {
    if (headers['if-match'] !== `"${this.version}"`) return { status: 412, body: { status: 412, code: 'stale' } };
    this.version += 1;
    this.locale = body.locale ?? this.locale;
    return { status: 200, body: this.#own() };
  }
}
