import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { speech } from '../language/appearance.ts';

/** The frame of every page: its title is the question, here and in the tab. */
export const Page = ({ title, children }: { title: string; children: ComponentChildren }) => {
  useEffect(() => {
    document.title = `${title} · ${speech.value.text('product.name')}`;
  }, [title]);
  return (
    <main id="content" tabIndex={-1}>
      <h1>{title}</h1>
      {children}
    </main>
  );
};
