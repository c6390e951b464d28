import { CircleCheck, Link2Off } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { send } from '../../data/call.ts';
import { Button } from '../../kit/Button.tsx';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { PasswordField } from '../../kit/PasswordField.tsx';
import { useForm } from '../../kit/useForm.ts';
import { speech } from '../../language/appearance.ts';
import { mailedToken } from './mailedToken.ts';
import { SignPage } from './SignPage.tsx';

/** A link that does not work any more leads to a new one. */
function LinkOver() {
  const { text } = speech.value;
  return (
    <SignPage title={text('sign.link.over')} text={text('sign.link.over.text')} Icon={Link2Off}>
      <a class="button button-primary" href="/forgotten-password">
        {text('sign.reset.again')}
      </a>
    </SignPage>
  );
}

function Done() {
  const { text } = speech.value;
  return (
    <SignPage title={text('sign.reset.done')} text={text('sign.reset.done.text')} Icon={CircleCheck}>
      <a class="button button-primary" href="/sign-in">
        {text('signIn.submit')}
      </a>
    </SignPage>
  );
}

/** A new password, by a mailed link. */
export default function Reset() {
  const [token] = useState(mailedToken);
  const { typed, change, problem, busy, done, submit } = useForm({ newPassword: '' }, (known) =>
    send('POST', '/api/auth/password/reset', { ...known, token }),
  );
  const { text } = speech.value;
  if (done) return <Done />;
  if (token === '' || problem?.code === 'link_over') return <LinkOver />;
  return (
    <SignPage title={text('sign.reset.title')} text={text('sign.reset.text')}>
      <form class="form" onSubmit={submit}>
        <FormProblem problem={problem} />
        <PasswordField
          label={text('sign.newPassword')}
          name="newPassword"
          hint={text('sign.password.hint')}
          autoComplete="new-password"
          problem={problem}
          value={typed.newPassword}
          change={(newPassword) => change({ newPassword })}
        />
        <Button kind="primary" type="submit" busy={busy}>
          {text('sign.reset.submit')}
        </Button>
      </form>
    </SignPage>
  );
}
