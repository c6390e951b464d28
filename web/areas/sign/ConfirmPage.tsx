import { CircleCheck, Link2Off } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { send } from '../../data/call.ts';
import { Button } from '../../kit/Button.tsx';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useForm } from '../../kit/useForm.ts';
import { speech } from '../../language/appearance.ts';
import { mailedToken } from './mailedToken.ts';
import { SignPage } from './SignPage.tsx';

/** The end of a registration, by a mailed link. A button does it, for programs that look at mail open its links too. */
export default function Confirm() {
  const [token] = useState(mailedToken);
  const { problem, busy, done, submit } = useForm({}, () => send('POST', '/api/auth/registrations/confirm', { token }));
  const { text } = speech.value;
  if (done)
    return (
      <SignPage title={text('sign.confirm.done')} text={text('sign.confirm.done.text')} Icon={CircleCheck}>
        <a class="button button-primary" href="/sign-in">
          {text('signIn.submit')}
        </a>
      </SignPage>
    );
  if (token === '' || problem?.code === 'link_over')
    return (
      <SignPage title={text('sign.link.over')} text={text('sign.link.over.text')} Icon={Link2Off}>
        <a class="button button-primary" href="/register">
          {text('sign.confirm.again')}
        </a>
      </SignPage>
    );
  return (
    <SignPage title={text('sign.confirm.title')} text={text('sign.confirm.text')}>
      <form class="form" onSubmit={submit}>
        <FormProblem problem={problem} />
        <Button kind="primary" type="submit" busy={busy}>
          {text('sign.confirm.submit')}
        </Button>
      </form>
    </SignPage>
  );
}
