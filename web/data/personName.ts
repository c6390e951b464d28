/** Whoever has a number, and a name where the directory knows one. */
export interface Named {
  readonly employeeId: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/** First and last name, as far as they are known; else the number. */
export const personName = ({ firstName, lastName, employeeId }: Named): string =>
  [firstName, lastName].filter(Boolean).join(' ') || employeeId;
