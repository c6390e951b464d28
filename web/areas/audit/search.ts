import { addDays, isLocalDate, type LocalDate } from '#lib/dates.ts';
import { addressOf } from '../../data/address.ts';
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

/** The address of a search; empty when it is for everything. */
export const writeSearch = (search: Search): string => addressOf('', { ...search });

const pageSize = 50;

/** Where the answer to a search is asked for; days are those of the company's zone. */
export function entriesPath({ person, type, from, to }: Search, zone: string, after: string | null = null): string {
  const at = (day: LocalDate): string => new Date(beginOf(day, zone)).toISOString();
  const days = { from: from && at(from), to: to && at(addDays(to, 1)) };
  return addressOf('/api/audit/entries', { limit: pageSize, person, type, ...days, after });
}

/** Types by their beginnings: `auth.` with all of its own. */
export const groupsOf = (types: readonly string[]): readonly (readonly [group: string, types: readonly string[]])[] => [
  ...Map.groupBy(types, (type) => `${type.split('.')[0]}.`),
];
