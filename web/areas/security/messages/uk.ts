import type { MessagesOf } from '../../../language/message.ts';
import type { en } from './en.ts';

/** Українська: власний обліковий запис. */
export const uk: MessagesOf<typeof en> = {
  'page.security': 'Чи захищений мій обліковий запис?',
  'security.answer': '*{login}* захищено паролем і автентифікатором.',
  'security.answer.weak': '*{login}* захищено лише паролем; з автентифікатором безпечніше.',
  'security.sessions': 'Де виконано вхід',
  'security.thisOne': 'тут',
  'security.since': 'з {at}',
  'security.used': 'востаннє {ago}',
  'security.end': 'Завершити',
  'security.endOthers': 'Завершити всі інші',
  'security.ended': 'Завершено.',
  'security.password.current': 'Теперішній пароль',
  'security.password.hint': 'Найкраще – кілька слів, яких ніхто не вгадає. Усі інші сеанси завершаться.',
  'security.password.change': 'Змінити пароль',
  'security.password.changed': 'Пароль змінено; усі інші сеанси завершено.',
  'factor.on': 'Під час кожного входу треба ввести код.',
  'factor.off': 'Під час входу код не потрібен.',
  'factor.codesLeft': {
    one: 'лишився {count} код відновлення',
    few: 'лишилося {count} коди відновлення',
    many: 'лишилося {count} кодів відновлення',
    other: 'лишилося {count} коду відновлення',
  },
  'factor.add': 'Налаштувати автентифікатор',
  'factor.remove': 'Прибрати автентифікатор',
  'factor.removed': 'Код більше не потрібен.',
  'factor.prove': 'Спершу ваш пароль, щоб цього не зробив хтось інший.',
  'factor.next': 'Далі',
  'factor.scan': 'Скануйте це застосунком-автентифікатором і введіть код, який він покаже.',
  'factor.qr': 'QR-код для автентифікатора',
  'factor.byHand': 'Або введіть вручну:',
  'factor.code': 'Код автентифікатора',
  'factor.codes':
    'Збережіть ці коди відновлення в надійному місці. Кожен спрацює один раз, якщо автентифікатор загубиться; більше їх не покажуть.',
  'factor.kept': 'Коди збережено',
  'problem.wrong_password': 'Теперішній пароль неправильний.',
  'problem.wrong_password.remedy': 'Введіть пароль, з яким входите.',
  'problem.wrong_code': 'Код неправильний або застарілий.',
  'problem.wrong_code.remedy': 'Введіть код, який видно зараз.',
};
