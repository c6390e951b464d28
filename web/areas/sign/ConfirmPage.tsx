import { speech } from '../../language/appearance.ts';
import { MailedLink } from './MailedLink.tsx';

/** The end of a registration. */
export default function Confirm() {
  const again = { href: '/register', verb: speech.value.text('sign.confirm.again') };
  return <MailedLink name="confirm" path="/api/auth/registrations/confirm" again={again} />;
}
