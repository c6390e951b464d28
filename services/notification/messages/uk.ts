import type { Messages } from './messages.ts';

const instead = 'Ви ухвалюєте рішення замість: {instead}.';
const reason = 'Причина: {reason}';
const where = 'Звідки: {ip}, {client}.';
const notYou = 'Якщо це були не ви, негайно змініть пароль і повідомте адміністратора.';

export const uk: Messages = {
  templates: {
    submitted: {
      subject: '{person} просить відпустку: {period}',
      text: '{person} подає заявку: {leave}, {period}. Заявка чекає на ваше рішення.',
      lines: [instead],
    },
    changed: {
      subject: 'Заявку на відпустку змінено, {person}: {period}',
      text: 'Тепер у заявці ({person}): {leave}, {period}.',
      lines: [instead],
    },
    cancellation_requested: {
      subject: '{person} просить скасувати відпустку: {period}',
      text: '{person} відмовляється від відпустки ({leave}, {period}) і чекає на ваше рішення.',
      lines: [reason, instead],
    },
    reminded: {
      subject: 'Заявка досі чекає на вас: {person}, {period}',
      text: 'Заявка ({person}; {leave}, {period}) чекає на рішення вже {days}.',
      lines: [instead],
    },
    step_approved: {
      subject: 'Ще одне погодження вашої відпустки: {period}',
      text: 'Ваша заявка ({leave}, {period}) пройшла черговий крок погодження й чекає на наступний.',
      lines: ['Погоджує: {actor}.'],
    },
    approved: {
      subject: 'Вашу відпустку погоджено: {period}',
      text: 'Вашу заявку ({leave}, {period}) погоджено.',
      lines: ['Рішення: {actor}.'],
    },
    rejected: {
      subject: 'Вашу відпустку не погоджено: {period}',
      text: 'Вашу заявку ({leave}, {period}) відхилено.',
      lines: ['Рішення: {actor}.', reason],
    },
    withdrawn: {
      subject: 'Вашу заявку на відпустку відкликано: {period}',
      text: 'Вашу заявку ({leave}, {period}) відкликано, рішення більше не потрібне.',
      lines: ['Хто відкликає: {actor}.'],
    },
    modified: {
      subject: 'Вашу заявку на відпустку змінено: {period}',
      text: 'Тепер у вашій заявці: {leave}, {period}.',
      lines: ['Хто змінює: {actor}.'],
    },
    expired: {
      subject: 'Рішення щодо вашої відпустки немає: {period}',
      text: 'Строк вашої заявки ({leave}, {period}) минув, бо вчасно ніхто не вирішив. Ви можете подати її знову.',
      lines: [],
    },
    cancelled: {
      subject: 'Вашу відпустку скасовано: {period}',
      text: 'Вашу погоджену відпустку ({leave}, {period}) скасовано.',
      lines: ['Хто скасовує: {actor}.', reason],
    },
    cancellation_declined: {
      subject: 'Ваша відпустка лишається в силі: {period}',
      text: 'Ваше прохання скасувати відпустку ({leave}, {period}) відхилено.',
      lines: ['Рішення: {actor}.'],
    },
    team_approved: {
      subject: '{person} у відпустці: {period}',
      text: 'Відпустку погоджено: {person}, {period}.',
      lines: ['Рішення: {actor}.'],
    },
    team_rejected: {
      subject: 'Відпустку відхилено: {person}, {period}',
      text: 'Заявку на відпустку відхилено: {person}, {period}.',
      lines: ['Рішення: {actor}.'],
    },
    team_withdrawn: {
      subject: 'Заявку на відпустку відкликано: {person}, {period}',
      text: 'Заявка на відпустку ({person}, {period}) більше не потребує рішення.',
      lines: [],
    },
    team_expired: {
      subject: 'Строк заявки на відпустку минув: {person}, {period}',
      text: 'Щодо заявки на відпустку ({person}, {period}) вчасно ніхто не вирішив.',
      lines: [],
    },
    team_cancelled: {
      subject: 'Відпустку скасовано: {person}, {period}',
      text: 'Відпустки не буде: {person}, {period}.',
      lines: [],
    },
    substitute: {
      subject: 'Ви заміщаєте: {person}, {period}',
      text: '{person} у відпустці, {period}. Вас указано як того, хто заміщає.',
      lines: [],
    },
    account_locked: {
      subject: 'Ваш обліковий запис заблоковано',
      text: 'Ваш обліковий запис заблоковано {at}.',
      lines: ['Він відкриється сам {until}.', notYou],
    },
    password_changed: {
      subject: 'Ваш пароль змінено',
      text: 'Пароль вашого облікового запису змінено {at}. Інші сеанси завершено.',
      lines: [where, notYou],
    },
    new_device: {
      subject: 'Вхід із нового пристрою',
      text: 'До вашого облікового запису увійшли {at} з пристрою, якого раніше не було.',
      lines: [where, notYou],
    },
    mfa_enrolled: {
      subject: 'Відтепер вхід потребує коду',
      text: 'До вашого облікового запису додано другий чинник {at}.',
      lines: [where, notYou],
    },
    mfa_removed: {
      subject: 'Вхід більше не потребує коду',
      text: 'Другий чинник вашого облікового запису вилучено {at}.',
      lines: [where, notYou],
    },
    session_ended: {
      subject: 'Ваш сеанс завершено задля безпеки',
      text: '{at} той самий сеанс вашого облікового запису вживали два клієнти, тож його завершено.',
      lines: [where, notYou],
    },
  },
  actions: {
    approval: 'Ухвалити рішення',
    request: 'Показати мої відпустки',
    team: 'Показати календар',
    account: 'Перевірити обліковий запис',
  },
  kinds: {
    approval: 'Заявки, що чекають на моє рішення',
    request: 'Що діється з моїми заявками',
    team: 'Відсутність людей, з якими я працюю',
    account: 'Безпека мого облікового запису',
  },
  leave: {
    annual: 'щорічна відпустка',
    unpaid: 'відпустка без збереження зарплати',
    sick: 'лікарняний',
    study: 'навчальна відпустка',
    other: 'відпустка',
  },
  dayParts: { full: '', morning: 'перша половина дня', afternoon: 'друга половина дня' },
  days: {
    one: '{n} робочий день',
    few: '{n} робочі дні',
    many: '{n} робочих днів',
    other: '{n} робочого дня',
  },
  greeting: 'Вітаємо, {name}!',
  somebody: 'хтось із колег',
  why: 'Ви отримали цей лист, бо обрали «{kind}».',
  choose: 'Обрати, про що вам повідомляти',
  unsubscribe: 'Відписатися',
  unsubscribeQuestion: 'Більше не надсилати листів цього виду: {kind}?',
  unsubscribed: 'Листів цього виду більше не буде: {kind}. Змінити це можна на сторінці сповіщень.',
  badLink: 'Це посилання недійсне. Обрати, про що вам повідомляти, можна на сторінці сповіщень.',
};
