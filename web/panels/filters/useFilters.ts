import { useMemo } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { type Filters, readFilters, writeFilters } from './address.ts';

/** The filters of the address, and how to change them: each change is an entry in the history. */
export function useFilters(): { readonly filters: Filters; readonly change: (part: Partial<Filters>) => void } {
  const { url, path, route } = useLocation();
  const search = url.includes('?') ? url.slice(url.indexOf('?')) : '';
  const filters = useMemo(() => readFilters(search), [search]);
  return { filters, change: (part) => route(path + writeFilters({ ...filters, ...part }, search)) };
}
