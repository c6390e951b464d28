import type { MessagesOf } from '../../language/message.ts';
import type { en } from './en.ts';

/** Українська. The same keys as en.ts. */
export const uk: MessagesOf<typeof en> = {
  'sign.in.title': 'Вхід',
  'sign.in.text': 'Відпустки, погодження й показники за ними.',
  'sign.out.title': 'Ви вийшли',
  'sign.out.text': 'У всіх вкладках цього браузера.',
  'sign.out.next': 'Увійти знову',
};
