/** What a person may be here; who is signed in may have several. */
export const roles = ['employee', 'manager', 'hr', 'analyst', 'auditor', 'admin'] as const;

export type Role = (typeof roles)[number];

export const locales = ['uk', 'en'] as const;
export type Locale = (typeof locales)[number];

/** uk, unless it is another of ours: the company's language is the default. */
export const localeOf = (text: string | null): Locale => locales.find((locale) => locale === text) ?? 'uk';

/** Who is signed in, as the access token says; whom they manage is asked of the replica of users. */
export interface Person {
  readonly employeeId: string;
  readonly roles: readonly Role[];
  readonly locale: Locale;
  /** The session that the token belongs to. */
  readonly sessionId: string;
}

export const hasRole = (person: Person, ...wanted: readonly Role[]): boolean =>
  wanted.some((role) => person.roles.includes(role));
