import type { DirectoryEntry } from '#services/user/answers.ts';
import { personName } from '../../data/personName.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Avatar } from '../../kit/Avatar.tsx';
import { speech } from '../../language/appearance.ts';
import { pathOf } from './path.ts';

export const hrefOf = (employeeId: string): string => `/people/${encodeURIComponent(employeeId)}`;

const notYet = '…';

/** Somebody of the directory, as far as it knows them; null: nobody is asked for. */
export const usePerson = (employeeId: string | null) =>
  useAsk<DirectoryEntry>(employeeId === null ? null : pathOf({ employeeId }));

/** What the directory calls somebody; where it does not know them (they left, or were erased), their number. */
export function useName(employeeId: string | null): string | null {
  const { data, problem } = usePerson(employeeId);
  if (employeeId === null) return null;
  if (data !== null) return personName(data);
  return problem === null ? notYet : speech.value.text('person.unlisted', { id: employeeId });
}

/** The name of somebody, which leads to them. */
export function PersonName({ employeeId }: { employeeId: string }) {
  const name = useName(employeeId);
  return (
    <a href={hrefOf(employeeId)} aria-busy={name === notYet}>
      {name}
    </a>
  );
}

/** The mail address of somebody, if they have one. */
export const MailTo = ({ address }: { address: string | null }) =>
  address === null ? <>–</> : <a href={`mailto:${address}`}>{address}</a>;

/** Somebody in a list: the picture, the name, and a line of what else. */
export const PersonLine = ({ person, more }: { person: DirectoryEntry; more: string | null }) => (
  <span class="person-line inline">
    <Avatar id={person.employeeId} firstName={person.firstName} lastName={person.lastName} size={32} />
    <span>
      <a href={hrefOf(person.employeeId)}>{personName(person)}</a>
      {more !== null && <small class="block">{more}</small>}
    </span>
  </span>
);
