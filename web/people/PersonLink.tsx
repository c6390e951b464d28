import { useAsk } from '../data/useAsk.ts';
import { nameOf } from '../leave/contract.ts';
import { Avatar } from '../parts/Avatar.tsx';
import type { Entry } from './contract.ts';

export const hrefOf = (employeeId: string): string => `/people/${encodeURIComponent(employeeId)}`;

/** What the directory calls somebody; their number until, or where, it is not known. */
export const useName = (employeeId: string | null): string | null => {
  const { data } = useAsk<Entry>(employeeId === null ? null : `/api/user/people/${encodeURIComponent(employeeId)}`);
  return data === null ? employeeId : nameOf(data);
};

/** The name of somebody, which leads to them; their number until, or where, it is not known. */
export const PersonName = ({ employeeId }: { employeeId: string }) => (
  <a href={hrefOf(employeeId)}>{useName(employeeId)}</a>
);

/** Somebody in a list: the picture, the name, and a line of what else. */
export const PersonLine = ({ person, more }: { person: Entry; more: string | null }) => (
  <span class="person-line">
    <Avatar id={person.employeeId} firstName={person.firstName} lastName={person.lastName} size={32} />
    <span>
      <a href={hrefOf(person.employeeId)}>{nameOf(person)}</a>
      {more !== null && <small>{more}</small>}
    </span>
  </span>
);
