import { addDays, isLocalDate, type LocalDate } from '#lib/dates.ts';
import { beginOf } from '../../data/zone.ts';

/** What is looked for, as the address says it; null: it does not matter. `to` is the last day. */
export interface Search {
  readonly person: string | null;
  /** A type, or the beginning of types: `auth.` */
  readonly type: string | null;
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
}

export const everything: Search = { person: null, type: null, from: null, to: null };

const dayOf = (text: string | undefined): LocalDate | null => (text !== undefined && isLocalDate(text) ? text : null);

/** The search of an address; what cannot be read counts as not said. */
export const readSearch = (query: Readonly<Record<string, string | undefined>>): Search => ({
  person: query.person || null,
  type: /^[a-z_.]{1,100}$/.test(query.type ?? '') ? (query.type ?? null) : null,
  from: dayOf(query.from),
  to: dayOf(query.to),
});

const said = (search: Search): [string, string][] =>
  Object.entries(search).flatMap(([name, value]): [string, string][] => (value === null ? [] : [[name, value]]));

/** The address of a search; empty when it is for everything. */
export function writeSearch(search: Search): string {
  const text = new URLSearchParams(said(search)).toString();
  return text === '' ? '' : `?${text}`;
}

const pageSize = '50';

/** Where the answer to a search is asked for; days are those of the company's zone. */
export function entriesPath({ person, type, from, to }: Search, zone: string, after: string | null = null): string {
  const at = (day: LocalDate): string => new Date(beginOf(day, zone)).toISOString();
  const query = new URLSearchParams({
    limit: pageSize,
    ...(person !== null && { person }),
    ...(type !== null && { type }),
    ...(from !== null && { from: at(from) }),
    ...(to !== null && { to: at(addDays(to, 1)) }),
    ...(after !== null && { after }),
  });
  return `/api/audit/entries?${query}`;
}

/** Types by their beginnings: `auth.` with all of its own. */
export const groupsOf = (types: readonly string[]): readonly (readonly [group: string, types: readonly string[]])[] => [
  ...Map.groupBy(types, (type) => `${type.split('.')[0]}.`),
];
