import { useState } from 'preact/hooks';
import { send } from '../../data/call.ts';
import { useForm } from '../../kit/useForm.ts';
import { speech } from '../../language/appearance.ts';
import { LinkDone, LinkOver } from './LinkEnds.tsx';
import { mailedToken } from './mailedToken.ts';
import { NewPasswordField, SignForm } from './SignForm.tsx';
import { SignPage } from './SignPage.tsx';

/** A new password, by a mailed link. */
export default function Reset() {
  const [token] = useState(mailedToken);
  const form = useForm({ newPassword: '' }, (typed) => send('POST', '/api/auth/password/reset', { ...typed, token }));
  const { text } = speech.value;
  if (form.done) return <LinkDone title={text('sign.reset.done')} text={text('sign.reset.done.text')} />;
  if (token === '' || form.problem?.code === 'link_over')
    return <LinkOver href="/forgotten-password" verb={text('sign.reset.again')} />;
  return (
    <SignPage title={text('sign.reset.title')} text={text('sign.reset.text')}>
      <SignForm form={form} verb={text('sign.reset.submit')}>
        <NewPasswordField label={text('password.new')} {...form.field('newPassword')} />
      </SignForm>
    </SignPage>
  );
}
