import { MailCheck } from 'lucide-preact';
import { useEffect } from 'preact/hooks';
import { announce, speech } from '../../language/appearance.ts';
import { SignPage, ToSignIn } from './SignPage.tsx';

/** A mail is on its way: what to do with it, and what if it does not come. */
export function MailSent({ text: lead }: { text: string }) {
  const { text } = speech.value;
  const title = text('sign.mail.sent');
  useEffect(() => {
    announce(`${title}. ${lead}`);
    document.getElementById('content')?.focus();
  }, []);
  return (
    <SignPage title={title} text={lead} Icon={MailCheck} links={<ToSignIn />}>
      <p class="muted">{text('sign.mail.missing')}</p>
    </SignPage>
  );
}
