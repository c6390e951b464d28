import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { lazy, useLocation } from 'preact-iso';
import { session } from '../data/session.ts';
import { maySee, type PageEntry, pages } from './catalogue.ts';
import { Denied, Unloaded } from './Missing.tsx';
import { loadMessages } from './messages.ts';

/** A page with its texts; in place of one that cannot be loaded, a page that says so. */
async function loadPage({ load, messages }: PageEntry): Promise<{ default: ComponentType }> {
  try {
    const [module] = await Promise.all([load(), ...messages.map(loadMessages)]);
    return module;
  } catch {
    return { default: Unloaded };
  }
}

/** To the sign-in, and from there back here. Who has just signed out is led elsewhere. */
function ToSignIn() {
  const { url, route } = useLocation();
  const now = session.value;
  const never = now.state === 'signed-out' && now.why === 'never';
  useEffect(() => {
    if (never) route(url === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(url)}`, true);
  }, [never]);
  return null;
}

/**
 * A page for whom it is for. Who is signed out goes to the sign-in, unless their session ended while they worked: then
 * the page waits below the question.
 */
function guarded(entry: PageEntry) {
  const Content = lazy(() => loadPage(entry));
  function Guarded() {
    const now = session.value;
    if (entry.roles === 'anyone') return <Content />;
    if (!('person' in now)) return <ToSignIn />;
    return maySee(entry, now.person.roles) ? <Content /> : <Denied entry={entry} />;
  }
  return { path: entry.path, Page: Guarded, preload: () => Content.preload() };
}

/** Every page of the catalogue behind its guard. */
export const guardedPages = pages.map(guarded);
