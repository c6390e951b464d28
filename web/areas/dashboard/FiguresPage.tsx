import type { ComponentChildren } from 'preact';
import { Page } from '../../kit/Page.tsx';
import { FilterBar } from '../../panels/filters/FilterBar.tsx';

/** A page of figures, narrowed by the filter bar. */
export const FiguresPage = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <>
    <FilterBar />
    <Page title={title}>{children}</Page>
  </>
);
