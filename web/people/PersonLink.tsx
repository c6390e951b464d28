import { useAsk } from '../data/useAsk.ts';
import { nameOf } from '../leave/contract.ts';
import { Avatar } from '../parts/Avatar.tsx';
import type { Entry } from './contract.ts';

export const hrefOf = (employeeId: string): string => `/people/${encodeURIComponent(employeeId)}`;

/** The name of somebody, which leads to them; their number until, or where, it is not known. */
export const PersonName = ({ employeeId }: { employeeId: string }) => {
  const { data } = useAsk<Entry>(`/api/user/people/${encodeURIComponent(employeeId)}`);
  return <a href={hrefOf(employeeId)}>{data === null ? employeeId : nameOf(data)}</a>;
};

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
