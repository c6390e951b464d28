import { send } from '../../data/call.ts';
import { TextField } from '../../kit/Field.tsx';
import { useForm } from '../../kit/useForm.ts';
import { language, speech } from '../../language/appearance.ts';
import { MailSent } from './MailSent.tsx';
import { LoginField, NewPasswordField, SignForm } from './SignForm.tsx';
import { SignPage, ToSignIn } from './SignPage.tsx';

const empty = { firstName: '', lastName: '', email: '', password: '' };

/** Asks for an account. The answer is the same for an address that has one: only its mail says so. */
export default function Register() {
  const form = useForm(empty, (typed) => send('POST', '/api/auth/registrations', { ...typed, locale: language.value }));
  const { field } = form;
  const { text } = speech.value;
  if (form.done) return <MailSent text={text('sign.register.sent.text', { mail: form.typed.email })} />;
  const name = { required: true, maxLength: 100 };
  return (
    <SignPage title={text('sign.register.title')} text={text('sign.register.text')} links={<ToSignIn />}>
      <SignForm form={form} verb={text('sign.sendLink')}>
        <div class="form-row">
          <TextField label={text('name.first')} autoComplete="given-name" {...name} {...field('firstName')} />
          <TextField label={text('name.last')} autoComplete="family-name" {...name} {...field('lastName')} />
        </div>
        <LoginField {...field('email')} />
        <NewPasswordField label={text('signIn.password')} {...field('password')} />
      </SignForm>
    </SignPage>
  );
}
