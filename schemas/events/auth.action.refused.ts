import { event } from '../event.ts';
import { fromClient } from '../fieldSets.ts';
import { id, optional, personal, string } from '../fields.ts';

export default event({
  type: 'auth.action.refused',
  family: 'logins',
  rank: 0,
  title: { en: 'Action refused', uk: 'У дії відмовлено' },
  doc: 'Something about an account, other than a sign-in, was refused.',
  fields: {
    employeeId: optional(id('The person, where it is known.')),
    login: personal(string('The login of the account, or what was typed as one.')),
    action: string('refresh, sign_out, second_factor, password_reset, registration, …'),
    reason: string('session_ended, unknown_token, csrf, link_over, bad_otp, otp_required, rate_limited, …'),
    ...fromClient,
  },
});
