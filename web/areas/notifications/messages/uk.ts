import type { MessagesOf } from '../../../language/message.ts';
import type { en } from './en.ts';

/** Українська: сповіщення. */
export const uk: MessagesOf<typeof en> = {
  'page.notifications': 'Що нового?',
  'notices.answer': '*{unread}*.',
  'notices.answer.none': 'Ви прочитали все.',
  'notices.unread': {
    one: '{count} непрочитане сповіщення',
    few: '{count} непрочитані сповіщення',
    many: '{count} непрочитаних сповіщень',
    other: '{count} непрочитаного сповіщення',
  },
  'notices.fresh': 'Нове:',
  'notices.read': 'Прочитано',
  'notices.readAll': 'Позначити все прочитаним',
  'notices.more': 'Показати давніші',
  'notices.none': 'Поки нічого',
  'notices.none.text': 'Що стається з вашими заявками й людьми, з’явиться тут саме.',
  'notices.choices': 'Про що вас повідомляти?',
  'notices.about': 'Про що',
  'notices.channel.mail': 'Листом',
  'notices.channel.page': 'Тут',
  'notices.kind.approval': 'Що чекає на моє рішення',
  'notices.kind.request': 'Мої власні заявки',
  'notices.kind.team': 'Мої люди й ті, кого я замінюю',
  'notices.kind.account': 'Мій обліковий запис і входи',
  'notices.kind.report': 'Звіти',
  'notices.fixed': 'Про обліковий запис повідомляємо завжди, щоб ніхто інший не міг цього вимкнути.',
  'notices.language': 'Мова листів',
  'notices.language.hint': 'Мова самої сторінки лишається тією, яку ви для неї обрали.',
  'notices.language.none': 'Не обрано',
  'notices.language.done': 'Відтепер листи надходитимуть цією мовою.',
};
