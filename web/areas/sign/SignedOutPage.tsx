import { speech } from '../../language/appearance.ts';
import { SignPage } from './SignPage.tsx';

/** After the end of a session, in every tab. */
export default function SignedOut() {
  const { text } = speech.value;
  return (
    <SignPage title={text('sign.out.title')} text={text('sign.out.text')}>
      <a class="button button-primary" href="/sign-in">
        {text('sign.out.next')}
      </a>
    </SignPage>
  );
}
