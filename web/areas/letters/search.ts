import { addDays, isLocalDate, type LocalDate } from '#lib/dates.ts';
import { addressOf } from '../../data/address.ts';
import { beginOf } from '../../data/zone.ts';

export const states = ['open', 'replayed', 'closed', 'all'] as const;
export type State = (typeof states)[number];

/** What is looked for, as the address says it; null: it does not matter. `to` is the last day. */
export interface Search {
  readonly state: State;
  readonly reason: string | null;
  readonly publisher: string | null;
  readonly stage: string | null;
  readonly queue: string | null;
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
}

export const everything: Search = {
  state: 'open',
  reason: null,
  publisher: null,
  stage: null,
  queue: null,
  from: null,
  to: null,
};

const dayOf = (text: string | undefined): LocalDate | null => (text !== undefined && isLocalDate(text) ? text : null);

/** The search of an address; what cannot be read counts as not said. */
export const readSearch = (query: Readonly<Record<string, string | undefined>>): Search => ({
  state: states.find((state) => state === query.state) ?? 'open',
  reason: query.reason || null,
  publisher: query.publisher || null,
  stage: query.stage || null,
  queue: query.queue || null,
  from: dayOf(query.from),
  to: dayOf(query.to),
});

/** The address of a search; empty when it is the one that everybody begins with. */
export function writeSearch(search: Search): string {
  const said = Object.entries(search).filter(
    ([name, value]) => value !== null && value !== everything[name as 'state'],
  );
  return addressOf('', Object.fromEntries(said));
}

const pageSize = 50;

/** Where the letters are asked for; days are those of the company's zone. */
export function lettersPath({ from, to, ...search }: Search, zone: string): string {
  const at = (day: LocalDate): string => new Date(beginOf(day, zone)).toISOString();
  const days = { since: from && at(from), until: to && at(addDays(to, 1)) };
  return addressOf('/api/dead-letters', { limit: pageSize, ...search, ...days });
}
