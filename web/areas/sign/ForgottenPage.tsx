import { send } from '../../data/call.ts';
import { useForm } from '../../kit/useForm.ts';
import { speech } from '../../language/appearance.ts';
import { MailSent } from './MailSent.tsx';
import { LoginField, SignForm } from './SignForm.tsx';
import { SignPage, ToSignIn } from './SignPage.tsx';

/** Asks for a link that sets a new password. The answer is the same whether or not anybody has the address. */
export default function Forgotten() {
  const form = useForm({ login: '' }, (typed) => send('POST', '/api/auth/password/forgotten', typed));
  const { text } = speech.value;
  if (form.done) return <MailSent text={text('sign.forgotten.sent.text', { mail: form.typed.login })} />;
  return (
    <SignPage title={text('sign.forgotten.title')} text={text('sign.forgotten.text')} links={<ToSignIn />}>
      <SignForm form={form} verb={text('sign.sendLink')}>
        <LoginField {...form.field('login')} />
      </SignForm>
    </SignPage>
  );
}
