import type { Locale } from '#schemas/access/people.ts';
import { addressOf } from '../common/mail/letterhead.ts';
import type { Letter } from '../common/mail/sender.ts';

interface Mail {
  readonly id: string;
  /** `Leaveline <leave@example.org>` */
  readonly from: string;
  readonly kind: 'registration' | 'known' | 'reset' | 'newAddress' | 'oldAddress';
  readonly to: string;
  readonly locale: Locale;
  readonly publicUrl: string;
  readonly token: string;
  /** Of a change of the address. */
  readonly newLogin?: string;
}

/** The token stands behind `#`, which browsers never send: no log and no referrer can hold it. */
const link = (path: string, { publicUrl, token }: Mail): string => `${publicUrl}/${path}#token=${token}`;

const words: Record<Mail['kind'], Record<Locale, (letter: Mail) => readonly [subject: string, text: string]>> = {
  registration: {
    en: (letter) => [
      'Confirm your registration',
      `Open this address within 24 hours to finish your registration in Leaveline:\n\n${link('confirm', letter)}\n\nIf it was not you, do nothing.`,
    ],
    uk: (letter) => [
      'Підтвердьте реєстрацію',
      `Відкрийте цю адресу протягом 24 годин, щоб завершити реєстрацію в Leaveline:\n\n${link('confirm', letter)}\n\nЯкщо це були не ви, нічого не робіть.`,
    ],
  },
  known: {
    en: ({ publicUrl }) => [
      'You have an account already',
      `Somebody tried to register with this address. You have an account in Leaveline already: sign in at ${publicUrl}, or ask there for a new password.\n\nIf it was not you, do nothing.`,
    ],
    uk: ({ publicUrl }) => [
      'У вас уже є обліковий запис',
      `Хтось намагався зареєструватися з цією адресою. У вас уже є обліковий запис у Leaveline: увійдіть на ${publicUrl} або попросіть там новий пароль.\n\nЯкщо це були не ви, нічого не робіть.`,
    ],
  },
  reset: {
    en: (letter) => [
      'A new password',
      `Open this address within 30 minutes to choose a new password:\n\n${link('reset-password', letter)}\n\nIf it was not you, do nothing: your password stays as it is.`,
    ],
    uk: (letter) => [
      'Новий пароль',
      `Відкрийте цю адресу протягом 30 хвилин, щоб обрати новий пароль:\n\n${link('reset-password', letter)}\n\nЯкщо це були не ви, нічого не робіть: ваш пароль не зміниться.`,
    ],
  },
  newAddress: {
    en: (letter) => [
      'Confirm your new address',
      `The company has entered this address for you. Open the link within 7 days to sign in to Leaveline with it:\n\n${link('confirm-address', letter)}\n\nUntil then you sign in with the address you had. If this is not you, do nothing.`,
    ],
    uk: (letter) => [
      'Підтвердьте нову адресу',
      `Компанія записала для вас цю адресу. Відкрийте посилання протягом 7 днів, щоб входити до Leaveline з нею:\n\n${link('confirm-address', letter)}\n\nДоти входьте з адресою, яку мали. Якщо це не ви, нічого не робіть.`,
    ],
  },
  oldAddress: {
    en: (letter) => [
      'Your address is being changed',
      `The company has entered ${letter.newLogin} as your address. You will sign in to Leaveline with it once it is confirmed from there. If your account opens more than your own leave, it also needs your agreement, within 7 days:\n\n${link('confirm-address', letter)}\n\nIf you know nothing of it, do not open the link, and tell an administrator.`,
    ],
    uk: (letter) => [
      'Вашу адресу змінюють',
      `Компанія записала вашою адресою ${letter.newLogin}. Ви входитимете до Leaveline з нею, щойно її підтвердять звідти. Якщо ваш обліковий запис відкриває більше, ніж вашу відпустку, потрібна й ваша згода, протягом 7 днів:\n\n${link('confirm-address', letter)}\n\nЯкщо ви нічого про це не знаєте, не відкривайте посилання й повідомте адміністратора.`,
    ],
  },
};

export const messageIdOf = (id: string): string => `<${id}@auth.leaveline>`;

/** A mail with its link; the same job gives the same mail. */
export function mailOf(wanted: Mail): Letter {
  const { id, kind, from, to, locale } = wanted;
  const [subject, text] = words[kind][locale](wanted);
  return {
    kind: 'letter',
    outgoing: {
      messageId: messageIdOf(id),
      from,
      envelopeFrom: addressOf(from),
      to,
      subject: `Leaveline: ${subject}`,
      text: `${text}\n`,
      unsubscribe: null,
      language: locale,
    },
  };
}
