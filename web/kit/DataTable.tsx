import {
  constructTable,
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  sortFn_basic,
  tableFeatures,
} from '@tanstack/table-core';
import { storeReactivityBindings } from '@tanstack/table-core/store-reactivity-bindings';
import { ArrowDown, ArrowUp } from 'lucide-preact';
import { useMemo, useState } from 'preact/hooks';
import type { TableView, Value } from './table.ts';

const features = tableFeatures({
  coreReactivityFeature: storeReactivityBindings(),
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
});
type TableRow = Readonly<Record<string, Value>>;
const column = createColumnHelper<typeof features, TableRow>();

const sorted = (view: TableView, sorting: SortingState): readonly TableRow[] =>
  constructTable({
    features,
    columns: column.columns(
      view.columns.map(({ id }) =>
        column.accessor((row) => row[id] ?? undefined, { id, sortFn: 'basic', sortUndefined: 'last' }),
      ),
    ),
    data: [...view.rows],
    initialState: { sorting },
  })
    .getRowModel()
    .rows.map(({ original }) => original);

function direction(sorting: SortingState, id: string): 'ascending' | 'descending' | 'none' {
  const own = sorting.find((one) => one.id === id);
  if (own === undefined) return 'none';
  return own.desc ? 'descending' : 'ascending';
}

/** First down for numbers and up for words, then the other way, then as it came. */
function turned(sorting: SortingState, id: string, numeric: boolean): SortingState {
  const own = sorting.find((one) => one.id === id);
  if (own === undefined) return [{ id, desc: numeric }];
  return own.desc === numeric ? [{ id, desc: !numeric }] : [];
}

/** A table that sorts by its headings and scrolls inside its own box. */
export function DataTable({ view, label }: { view: TableView; label: string }) {
  const [sorting, setSorting] = useState<SortingState>([]);
  const rows = useMemo(() => sorted(view, sorting), [view, sorting]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls by keyboard
    <section class="table-box" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {view.columns.map(({ id, label: name, numeric }) => {
              const now = direction(sorting, id);
              return (
                <th key={id} scope="col" class={numeric ? 'numeric' : ''} aria-sort={now}>
                  <button type="button" onClick={() => setSorting(turned(sorting, id, numeric))}>
                    {name}
                    {now === 'ascending' && <ArrowUp size={12} aria-hidden="true" />}
                    {now === 'descending' && <ArrowDown size={12} aria-hidden="true" />}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {view.columns.map(({ id, label: name, numeric, show }, place) =>
                place === 0 ? (
                  <th key={id} scope="row">
                    {show(row[id] ?? null)}
                  </th>
                ) : (
                  <td key={id} class={numeric ? 'numeric' : ''} data-label={name}>
                    {show(row[id] ?? null)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
