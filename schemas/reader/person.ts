import type { EventDefinition } from '../event.ts';

/** Whom an event belongs to: a person we know, else what was typed, else the address that it came from. */
export type PersonKey = { readonly employeeId: string } | { readonly typed: string };

/** undefined: it names nobody. */
export function personKey(event: Readonly<Record<string, unknown>>): PersonKey | undefined {
  if (typeof event.employeeId === 'string' && event.employeeId !== '') return { employeeId: event.employeeId };
  const typed = [event.login, event.ip].map((text) => (typeof text === 'string' ? normalisedLogin(text) : ''));
  const [first] = typed.filter((text) => text !== '');
  return first === undefined ? undefined : { typed: first };
}

/** The same name, however typed, is the same. */
const normalisedLogin = (login: string): string => login.normalize('NFKC').trim().toLowerCase();

/** Whether the data leaves out the person that this type cannot do without. */
export function lacksPerson({ fields }: EventDefinition, { employeeId }: Readonly<Record<string, unknown>>): boolean {
  if (fields.employeeId?.nullable !== false) return false;
  return (
    employeeId === undefined || employeeId === null || (typeof employeeId === 'string' && employeeId.trim() === '')
  );
}
