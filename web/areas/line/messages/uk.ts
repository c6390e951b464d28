import type { MessagesOf } from '../../../language/message.ts';
import type { en } from './en.ts';

/** Українська: сторінка про лінію. */
export const uk: MessagesOf<typeof en> = {
  'page.line': 'Чи встигає лінія?',
  'line.answer': 'У лінії чекає *{waiting}*; найновіша подія надійшла *{ago}*.',
  'line.answer.empty': 'Жодного рядка ще не надійшло.',
  'line.kafka': 'Kafka не відповідає з {time}: скільки чекає в лінії, невідомо.',
  'line.lastRow': 'Найновіший рядок',
  'line.rows': 'Рядки',
  'line.deadLetters': 'Недоставлені',
  'line.deadLetters.count': 'Скільки',
  'line.deadLetters.open': 'Переглянути',
  'line.incomplete': 'Сутності без першої події',
  'line.lag': 'Чекає в лінії',
  'line.source': 'Видавець',
  'line.ids': 'Ідентифікатори',
  'line.reused': 'Ідентифікатори, використані повторно',
  'line.reused.why':
    'Ці видавці дали іншій події ідентифікатор, який уже використали. Усі ці події враховано. Якщо котрась мала бути повторенням, видавець має надіслати той самий час і ті самі поля.',
  'line.reused.events': 'Пізніші події',
  'line.reused.last': 'Остання',
  'line.reused.id': 'Її ідентифікатор',
  'line.unknown': 'не повідомляється',
};
