import { send } from '../../data/call.ts';
import { Button } from '../../kit/Button.tsx';
import { TextField } from '../../kit/Field.tsx';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { PasswordField } from '../../kit/PasswordField.tsx';
import { useForm } from '../../kit/useForm.ts';
import { language, speech } from '../../language/appearance.ts';
import { MailSent } from './MailSent.tsx';
import { SignPage } from './SignPage.tsx';

const empty = { firstName: '', lastName: '', email: '', password: '' };

function Names({ form }: { form: ReturnType<typeof useForm<typeof empty>> }) {
  const { typed, change, problem } = form;
  const { text } = speech.value;
  const names = [
    ['firstName', text('sign.firstName'), 'given-name'],
    ['lastName', text('sign.lastName'), 'family-name'],
  ] as const;
  return (
    <div class="form-row">
      {names.map(([name, label, autoComplete]) => (
        <TextField
          key={name}
          label={label}
          name={name}
          autoComplete={autoComplete}
          required
          maxLength={100}
          problem={problem}
          value={typed[name]}
          change={(value) => change({ [name]: value })}
        />
      ))}
    </div>
  );
}

/** Asks for an account. The answer is the same for an address that has one: only its mail says so. */
export default function Register() {
  const form = useForm(empty, (typed) => send('POST', '/api/auth/registrations', { ...typed, locale: language.value }));
  const { typed, change, problem, busy, done, submit } = form;
  const { text } = speech.value;
  if (done)
    return (
      <MailSent title={text('sign.register.sent')} text={text('sign.register.sent.text', { mail: typed.email })} />
    );
  return (
    <SignPage
      title={text('sign.register.title')}
      text={text('sign.register.text')}
      links={<a href="/sign-in">{text('sign.toSignIn')}</a>}
    >
      <form class="form" onSubmit={submit}>
        <FormProblem problem={problem} />
        <Names form={form} />
        <TextField
          label={text('signIn.login')}
          name="email"
          type="email"
          autoComplete="username"
          required
          maxLength={200}
          problem={problem}
          value={typed.email}
          change={(email) => change({ email })}
        />
        <PasswordField
          label={text('signIn.password')}
          name="password"
          hint={text('sign.password.hint')}
          autoComplete="new-password"
          problem={problem}
          value={typed.password}
          change={(password) => change({ password })}
        />
        <Button kind="primary" type="submit" busy={busy}>
          {text('sign.register.submit')}
        </Button>
      </form>
    </SignPage>
  );
}
