import { speech } from '../../language/appearance.ts';
import { MailedLink } from './MailedLink.tsx';

/** The end of a change of the address, from the new address or the old one. */
export default function Address() {
  const again = { href: '/sign-in', verb: speech.value.text('signIn.submit') };
  return <MailedLink name="address" path="/api/auth/address/confirm" again={again} />;
}
