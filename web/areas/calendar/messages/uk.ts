import type { MessagesOf } from '../../../language/message.ts';
import type { en } from './en.ts';

/** Українська: календар команди. */
export const uk: MessagesOf<typeof en> = {
  'page.calendar': 'Кого немає: {department}',
  'page.calendar.none': 'Кого немає?',
  'calendar.answer': 'Цього місяця відсутні: *{people}*.',
  'calendar.answer.today': 'Сьогодні: *{today}*; за місяць – *{people}*.',
  'calendar.answer.nobody': 'Сьогодні всі на місці; за місяць відсутні – *{people}*.',
  'calendar.before': 'Попередній місяць',
  'calendar.after': 'Наступний місяць',
  'calendar.table': 'Кого немає, за днями',
  'calendar.count': 'Відсутні',
  'calendar.isAway': 'Відсутність',
  'calendar.full': '{name}: {kind}, {day}',
  'calendar.morning': '{name}: {kind}, {day}, до обіду',
  'calendar.afternoon': '{name}: {kind}, {day}, після обіду',
  'calendar.reading': 'Календар ще читається: когось може бракувати.',
  'calendar.empty': 'Цього місяця всі на місці',
  'calendar.empty.text': 'Погоджені відпустки з’являються тут самі.',
  'calendar.feeds': 'У вашому власному календарі',
  'calendar.feeds.text': 'Приватна адреса для Google Календаря, Outlook чи телефона; хто її має, той і читає.',
  'calendar.feed.makeOwn': 'Адреса моєї відпустки',
  'calendar.feed.makeTeam': 'Адреса: {department}',
  'calendar.feed.new': 'Додайте цю адресу до свого календаря',
  'calendar.feed.once': 'Її показано лише зараз. Не діліться нею: вона не потребує входу.',
  'calendar.feed.address': 'Адреса',
  'calendar.feed.revoke': 'Відкликати',
  'calendar.feed.revoked': 'Ця адреса більше нікому не відповідає.',
};
