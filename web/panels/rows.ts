import type { Role } from '#schemas/access/people.ts';
import { roles } from '../data/rights.ts';
import { seesGroups } from '../data/scope.ts';
import { type Filters, writeFilters } from './filters/address.ts';

/** The pages of rows behind figures, by whom they are for. */
export const rowsPages = {
  requests: ['hr', 'manager'],
  events: ['hr'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

type RowsPage = keyof typeof rowsPages;

/** The page of rows behind a figure: the same filters, narrowed further. */
export function rowsPath(page: RowsPage, filters: Filters, extra: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(writeFilters(filters));
  for (const [name, value] of Object.entries(extra)) query.set(name, value);
  return `/${page}${query.size === 0 ? '' : `?${query}`}`;
}

const isRowsPage = (name: string): name is RowsPage => name in rowsPages;

/** Whether a page of rows is one that the reader may open. */
export function mayOpenRows(href: string): boolean {
  const name = /^\/(\w+)/.exec(href)?.[1] ?? '';
  const readers: readonly Role[] = isRowsPage(name) ? rowsPages[name] : [];
  return !seesGroups.value && readers.some((role) => roles.value.includes(role));
}
