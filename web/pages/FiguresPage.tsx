import type { ComponentChildren } from 'preact';
import { FilterBar } from '../filters/FilterBar.tsx';
import { Page } from './Page.tsx';

/** A page of figures, narrowed by the filter bar. */
export const FiguresPage = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <>
    <FilterBar />
    <Page title={title}>{children}</Page>
  </>
);
