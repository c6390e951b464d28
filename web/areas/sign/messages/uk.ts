import type { MessagesOf } from '../../../language/message.ts';
import type { en } from './en.ts';

/** Українська. The same keys as en.ts. */
export const uk: MessagesOf<typeof en> = {
  'sign.in.title': 'Вхід',
  'sign.in.text': 'Відпустки, погодження й показники за ними.',
  'sign.toForgotten': 'Забули пароль?',
  'sign.toRegister': 'Створити обліковий запис',
  'sign.toSignIn': 'Повернутися до входу',
  'sign.out.title': 'Ви вийшли',
  'sign.out.text': 'У всіх вкладках цього браузера.',
  'sign.out.next': 'Увійти знову',
  'sign.register.title': 'Новий обліковий запис',
  'sign.register.text': 'Вкажіть пошту, за якою вас знає компанія.',
  'sign.sendLink': 'Надіслати посилання',
  'sign.mail.sent': 'Перевірте пошту',
  'sign.register.sent.text': 'Ми написали на {mail}. Посилання в листі завершить реєстрацію; воно діє 24 години.',
  'sign.mail.missing':
    'Листа немає? Загляньте у спам. Якщо за кілька хвилин він не прийде, можливо, в адресі помилка або компанія її не запрошувала.',
  'sign.password.hint': 'Щонайменше 12 символів; кілька слів запам’ятати легше, ніж знаки.',
  'sign.confirm.title': 'Завершення реєстрації',
  'sign.confirm.text': 'Одне натискання, і обліковий запис ваш.',
  'sign.confirm.submit': 'Завершити',
  'sign.confirm.done': 'Обліковий запис готовий',
  'sign.confirm.done.text': 'Увійдіть зі своєю поштою та обраним паролем.',
  'sign.confirm.again': 'Зареєструватися ще раз',
  'sign.forgotten.title': 'Новий пароль',
  'sign.forgotten.text': 'Ми надішлемо посилання, за яким його можна обрати.',
  'sign.forgotten.sent.text': 'Якщо {mail} має обліковий запис, посилання вже в дорозі. Воно діє 30 хвилин.',
  'sign.reset.title': 'Оберіть новий пароль',
  'sign.reset.text': 'На інших пристроях сеанси завершаться.',
  'sign.reset.submit': 'Зберегти пароль',
  'sign.reset.done': 'Новий пароль збережено',
  'sign.reset.done.text': 'Усі сеанси завершено. Увійдіть із новим паролем.',
  'sign.reset.again': 'Попросити нове посилання',
  'sign.link.over': 'Це посилання вже не працює',
  'sign.link.over.text': 'Його використали або його час минув.',
};
