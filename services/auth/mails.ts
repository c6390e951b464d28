import type { Locale } from '#schemas/access/people.ts';
import { addressOf } from '../common/mail/letterhead.ts';
import type { Letter } from '../common/mail/sender.ts';

interface LinkMail {
  readonly id: string;
  /** `Leaveline <leave@example.org>` */
  readonly from: string;
  readonly kind: 'registration' | 'known' | 'reset';
  readonly to: string;
  readonly locale: Locale;
  readonly publicUrl: string;
  readonly token: string;
}

/** The token stands behind `#`, which browsers never send: no log and no referrer can hold it. */
const link = (path: string, { publicUrl, token }: LinkMail): string => `${publicUrl}/${path}#token=${token}`;

const words: Record<
  LinkMail['kind'],
  Record<Locale, (letter: LinkMail) => readonly [subject: string, text: string]>
> = {
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
};

export const messageIdOf = (id: string): string => `<${id}@auth.leaveline>`;

/** A mail with its link; the same job gives the same mail. */
export function mailOf(wanted: LinkMail): Letter {
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
