import { ArrowLeft } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { speech } from '../language/appearance.ts';

interface PageProps {
  /** The question that the page answers. */
  readonly title: string;
  readonly children: ComponentChildren;
  /** `narrow`: forms and single things, read as a column. */
  readonly width?: 'wide' | 'narrow';
  /** Where it was come from. */
  readonly back?: { readonly href: string; readonly name: string };
  /** What can be done here, beside the title. */
  readonly actions?: ComponentChildren;
}

/** The frame of every page: its title is the question, here and in the tab. */
export function Page({ title, children, width = 'wide', back, actions }: PageProps) {
  useEffect(() => {
    document.title = `${title} · ${speech.value.text('product.name')}`;
  }, [title]);
  return (
    <main id="content" class={width} tabIndex={-1}>
      {back !== undefined && (
        <a class="back inline" href={back.href}>
          <ArrowLeft size={14} aria-hidden="true" />
          {back.name}
        </a>
      )}
      <div class="page-head row wrap apart">
        <h1>{title}</h1>
        {actions !== undefined && <div class="wrap">{actions}</div>}
      </div>
      {children}
    </main>
  );
}
