import { Button } from '../../kit/Button.tsx';
import { Dialog } from '../../kit/Dialog.tsx';
import { speech } from '../../language/appearance.ts';
import { SignInForm } from './SignInForm.tsx';

/** The session ended while somebody worked: they sign in over the page, which keeps what they typed. */
export function Ended() {
  const { text } = speech.value;
  return (
    <Dialog title={text('ended.title')} close={null} veiled>
      <p class="muted">{text('ended.text')}</p>
      <SignInForm done={() => {}} />
      <Button kind="quiet" onClick={() => location.assign('/sign-in')}>
        {text('ended.other')}
      </Button>
    </Dialog>
  );
}
