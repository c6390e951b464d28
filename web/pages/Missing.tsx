import { roles as own } from '../data/rights.ts';
import { Page } from '../kit/Page.tsx';
import { speech } from '../language/appearance.ts';
import { homeOf, type PageEntry } from './catalogue.ts';

export const Missing = () => (
  <Page title={speech.value.text('page.missing')}>
    <p>
      <a href="/">{speech.value.text('page.first')}</a>
    </p>
  </Page>
);

/** Somebody without the needed role: who has it, and where to go. */
export function Denied({ entry }: { entry: PageEntry }) {
  const { text, word, either } = speech.value;
  const roles = typeof entry.roles === 'string' ? [] : entry.roles;
  return (
    <Page title={text('page.denied')} width="narrow">
      <p>{text('page.denied.text', { roles: either(roles.map((role) => word('role', role))) })}</p>
      {homeOf(own.value) !== null && (
        <a class="button" href="/">
          {text('page.first')}
        </a>
      )}
    </Page>
  );
}

/** The page's script did not come. */
export function Unloaded() {
  const { text } = speech.value;
  return (
    <Page title={text('page.unloaded')} width="narrow">
      <p>{text('page.unloaded.text')}</p>
      <button type="button" class="button" onClick={() => location.reload()}>
        {text('page.unloaded.next')}
      </button>
    </Page>
  );
}
