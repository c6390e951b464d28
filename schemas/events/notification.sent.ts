import { event } from '../event.ts';
import { id, optional, string, uuid, word } from '../fields.ts';

export default event({
  type: 'notification.sent',
  family: 'notifications',
  rank: 0,
  title: { en: 'Message sent', uk: 'Повідомлення надіслано' },
  doc: 'A message left for a person.',
  fields: {
    employeeId: id('Who gets it.'),
    channel: string('mail, page, …'),
    template: string('Which message.'),
    about: optional(uuid('The event it tells about.')),
    locale: optional(word('Language it was written in.', ['uk', 'en'])),
  },
});
