import { event } from '../event.ts';
import { id, int, optional, personal, string, uuid, word } from '../fields.ts';

export default event({
  type: 'notification.failed',
  family: 'notifications',
  rank: 0,
  title: { en: 'Message not delivered', uk: 'Повідомлення не доставлено' },
  doc: 'A message could not be delivered, and is not tried again.',
  fields: {
    employeeId: id('Who should have got it.'),
    channel: string('mail, page, …'),
    template: string('Which message.'),
    about: optional(uuid('The event it tells about.')),
    reason: word('Why.', ['refused', 'bounced', 'too_old', 'no_address']),
    code: optional(int('What the mail server answered: 550.')),
    detail: personal(string('What the mail server said; may name the address.')),
  },
});
