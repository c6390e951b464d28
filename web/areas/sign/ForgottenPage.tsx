import { send } from '../../data/call.ts';
import { Button } from '../../kit/Button.tsx';
import { TextField } from '../../kit/Field.tsx';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useForm } from '../../kit/useForm.ts';
import { speech } from '../../language/appearance.ts';
import { MailSent } from './MailSent.tsx';
import { SignPage } from './SignPage.tsx';

/** Asks for a link that sets a new password. The answer is the same whether or not anybody has the address. */
export default function Forgotten() {
  const { typed, change, problem, busy, done, submit } = useForm({ login: '' }, (known) =>
    send('POST', '/api/auth/password/forgotten', known),
  );
  const { text } = speech.value;
  if (done)
    return (
      <MailSent title={text('sign.forgotten.sent')} text={text('sign.forgotten.sent.text', { mail: typed.login })} />
    );
  return (
    <SignPage
      title={text('sign.forgotten.title')}
      text={text('sign.forgotten.text')}
      links={<a href="/sign-in">{text('sign.toSignIn')}</a>}
    >
      <form class="form" onSubmit={submit}>
        <FormProblem problem={problem} />
        <TextField
          label={text('signIn.login')}
          name="login"
          type="email"
          autoComplete="username"
          required
          maxLength={200}
          problem={problem}
          value={typed.login}
          change={(login) => change({ login })}
        />
        <Button kind="primary" type="submit" busy={busy}>
          {text('sign.forgotten.submit')}
        </Button>
      </form>
    </SignPage>
  );
}
