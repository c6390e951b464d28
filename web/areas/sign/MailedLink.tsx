import { useState } from 'preact/hooks';
import { send } from '../../data/call.ts';
import { useForm } from '../../kit/useForm.ts';
import { speech } from '../../language/appearance.ts';
import { LinkDone, LinkOver } from './LinkEnds.tsx';
import { mailedToken } from './mailedToken.ts';
import { SignForm } from './SignForm.tsx';
import { SignPage } from './SignPage.tsx';

interface MailedLinkProps {
  /** Its words are `sign.<name>.…`. */
  readonly name: 'confirm' | 'address';
  /** Where the token goes. */
  readonly path: string;
  /** Where to go once the link holds no longer. */
  readonly again: { readonly href: string; readonly verb: string };
}

/** What a mailed link is for. A button does it, for programs that look at mail open its links too. */
export function MailedLink({ name, path, again }: MailedLinkProps) {
  const [token] = useState(mailedToken);
  const form = useForm({}, () => send('POST', path, { token }));
  const { text } = speech.value;
  if (form.done) return <LinkDone title={text(`sign.${name}.done`)} text={text(`sign.${name}.done.text`)} />;
  if (token === '' || form.problem?.code === 'link_over') return <LinkOver {...again} />;
  return (
    <SignPage title={text(`sign.${name}.title`)} text={text(`sign.${name}.text`)}>
      <SignForm form={form} verb={text(`sign.${name}.submit`)} />
    </SignPage>
  );
}
