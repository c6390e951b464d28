import type { LucideIcon } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { LanguageChoice, ThemeChoice } from '../../kit/AppearanceChoices.tsx';
import { speech } from '../../language/appearance.ts';

interface SignPageProps {
  readonly title: string;
  readonly text?: string;
  readonly children: ComponentChildren;
  /** What has happened, for the eye. */
  readonly Icon?: LucideIcon;
  /** Other ways to go from here. */
  readonly links?: ComponentChildren;
}

/** The way back to where one signs in. */
export const ToSignIn = () => (
  <a class="inline" href="/sign-in">
    {speech.value.text('sign.toSignIn')}
  </a>
);

/** The frame of pages for people who are not signed in yet. */
export function SignPage({ title, text: lead, Icon, children, links }: SignPageProps) {
  const { text } = speech.value;
  useEffect(() => {
    document.title = `${title} · ${text('product.name')}`;
  }, [title]);
  return (
    <div class="sign">
      <header class="sign-brand">
        <a class="brand inline" href="/">
          <img src="/mark.svg" alt="" width="24" height="24" />
          {text('product.name')}
        </a>
      </header>
      <main id="content" class="sign-card" tabIndex={-1}>
        {Icon !== undefined && <Icon class="sign-icon" size={28} aria-hidden="true" />}
        <h1>{title}</h1>
        {lead !== undefined && <p class="muted">{lead}</p>}
        {children}
        {links !== undefined && <div class="sign-links wrap apart">{links}</div>}
      </main>
      <footer class="wrap">
        <LanguageChoice />
        <ThemeChoice />
      </footer>
    </div>
  );
}
