import { MailCheck } from 'lucide-preact';
import { useEffect } from 'preact/hooks';
import { announce, speech } from '../../language/appearance.ts';
import { SignPage } from './SignPage.tsx';

/** A mail is on its way: what to do with it, and what if it does not come. */
export function MailSent({ title, text: lead }: { title: string; text: string }) {
  const { text } = speech.value;
  useEffect(() => {
    announce(`${title}. ${lead}`);
    document.getElementById('content')?.focus();
  }, []);
  return (
    <SignPage title={title} text={lead} Icon={MailCheck} links={<a href="/sign-in">{text('sign.toSignIn')}</a>}>
      <p class="muted">{text('sign.mail.missing')}</p>
    </SignPage>
  );
}
