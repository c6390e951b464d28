import { speech } from '../language/appearance.ts';
import { Page } from './Page.tsx';

export const Missing = () => (
  <Page title={speech.value.text('page.missing')}>
    <p>
      <a href="/">{speech.value.text('page.missing.next')}</a>
    </p>
  </Page>
);
