import { CircleCheck, Link2Off } from 'lucide-preact';
import { speech } from '../../language/appearance.ts';
import { SignPage } from './SignPage.tsx';

/** A link that does not work any more leads to where there is a new one. */
export function LinkOver({ href, verb }: { href: string; verb: string }) {
  const { text } = speech.value;
  return (
    <SignPage title={text('sign.link.over')} text={text('sign.link.over.text')} Icon={Link2Off}>
      <a class="button button-primary" href={href}>
        {verb}
      </a>
    </SignPage>
  );
}

/** What a mailed link was for is done; the next step is to sign in. */
export const LinkDone = ({ title, text }: { title: string; text: string }) => (
  <SignPage title={title} text={text} Icon={CircleCheck}>
    <a class="button button-primary" href="/sign-in">
      {speech.value.text('signIn.submit')}
    </a>
  </SignPage>
);
