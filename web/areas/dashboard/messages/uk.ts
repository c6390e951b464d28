import type { MessagesOf } from '../../../language/message.ts';
import type { en } from './en.ts';

/** Українська: сторінки з показниками та рядками за ними. */
export const uk: MessagesOf<typeof en> = {
  'page.overview': 'Відпустки та входи: головне',
  'page.overview.team': 'Відпустки та входи моїх людей: головне',
  'page.overview.self': 'Мої відпустки та входи: головне',
  'scope.team': 'Ви й усі, хто підпорядкований вам прямо чи через інших.',
  'scope.self': 'Ваші власні показники: більше нікого в них не враховано.',
  'page.requests': 'Які заявки стоять за цифрами?',
  'page.events': 'Які події надійшли?',
  'more.title': 'Інші запитання',

  'groups.note': 'Ви бачите групи від п’яти людей, за щоденним знімком. Менші відділи пораховано разом.',

  'latest.title': 'Які заявки надійшли останніми?',
  'latest.answer': 'Найновіша надійшла *{ago}*; з цих {shown} рішення чекають *{waiting}*.',
  'latest.announce': {
    one: '{count} нова заявка',
    few: '{count} нові заявки',
    many: '{count} нових заявок',
    other: '{count} нової заявки',
  },
  'latest.all': 'Усі заявки',

  'request.days': 'Дні',
  'request.submitted': 'Подано',
  'request.decided': 'Вирішено',

  'rows.answer': 'Показано *{rows}*, спершу найновіші.',
  'requests.dated': 'Дні',
  'requests.dated.leave': 'відпустки',
  'requests.dated.submitted': 'подання',
  'requests.dated.decided': 'рішення',
  'requests.status.all': 'Усі стани',
  'events.late':
    'Деякі входи тут надійшли більш ніж через 400 днів після події. Статистика їх не рахує: давніші дні зберігаються лише сумами, тож невідомо, чи їх уже пораховано.',
  'events.types.all': 'Усі типи',
  'events.occurred': 'Сталося',
  'events.details': 'Подробиці',
};
