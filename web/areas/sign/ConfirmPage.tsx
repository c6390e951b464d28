import { useState } from 'preact/hooks';
import { send } from '../../data/call.ts';
import { useForm } from '../../kit/useForm.ts';
import { speech } from '../../language/appearance.ts';
import { LinkDone, LinkOver } from './LinkEnds.tsx';
import { mailedToken } from './mailedToken.ts';
import { SignForm } from './SignForm.tsx';
import { SignPage } from './SignPage.tsx';

/** The end of a registration, by a mailed link. A button does it, for programs that look at mail open its links too. */
export default function Confirm() {
  const [token] = useState(mailedToken);
  const form = useForm({}, () => send('POST', '/api/auth/registrations/confirm', { token }));
  const { text } = speech.value;
  if (form.done) return <LinkDone title={text('sign.confirm.done')} text={text('sign.confirm.done.text')} />;
  if (token === '' || form.problem?.code === 'link_over')
    return <LinkOver href="/register" verb={text('sign.confirm.again')} />;
  return (
    <SignPage title={text('sign.confirm.title')} text={text('sign.confirm.text')}>
      <SignForm form={form} verb={text('sign.confirm.submit')} />
    </SignPage>
  );
}
