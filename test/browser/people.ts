import type { Role } from '#schemas/access/people.ts';

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
const LASTS = 300_000;

/** What auth answers to a sign-in and a refresh. */
export const grantedTo = (as: Somebody, accessToken: string, lastsMs = LASTS) => {
  const { employeeId, roles } = people[as];
  return {
    accessToken,
    expiresAt: Date.now() + lastsMs,
    csrfToken: `csrf-${as}`,
    person: { employeeId, roles, locale: 'uk' },
  };
};

/** The directory, as the page sees it: oneself, and everybody by id. */
export const directory = {
  answer: ({ path, as }: { readonly path: string; readonly as: Somebody }) => {
    const id = decodeURIComponent(path.split('/')[4] ?? '');
    const found = path === '/api/user/me' ? people[as] : Object.values(people).find((one) => one.employeeId === id);
    return found === undefined ? null : { status: 200, body: { ...found, department: 'Sales' } };
  },
};
