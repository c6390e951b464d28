import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { session } from '../../data/session.ts';
import { speech } from '../../language/appearance.ts';
import { SignInForm } from './SignInForm.tsx';
import { SignPage } from './SignPage.tsx';

/** A place on this site; anything else leads home. */
const placeOf = (to: string | undefined): string => (to !== undefined && /^\/(?![/\\])/.test(to) ? to : '/');

/** The way in, and from there to where somebody wanted to go. */
export default function SignIn() {
  const { query, route } = useLocation();
  const { text } = speech.value;
  const isIn = session.value.state === 'signed-in';
  useEffect(() => {
    if (isIn) route(placeOf(query.to), true);
  }, [isIn]);
  return (
    <SignPage
      title={text('sign.in.title')}
      text={text('sign.in.text')}
      links={
        <>
          <a class="inline" href="/forgotten-password">
            {text('sign.toForgotten')}
          </a>
          <a class="inline" href="/register">
            {text('sign.toRegister')}
          </a>
        </>
      }
    >
      <SignInForm done={() => {}} />
    </SignPage>
  );
}
