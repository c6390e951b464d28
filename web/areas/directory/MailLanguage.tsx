import { locales } from '#schemas/access/people.ts';
import type { FullPerson } from '#services/user/answers.ts';
import { send } from '../../data/call.ts';
import { Select } from '../../kit/Field.tsx';
import { toastAnswer } from '../../kit/Toasts.tsx';
import { speech } from '../../language/appearance.ts';

interface MailLanguageProps {
  /** Who chooses for themselves. */
  readonly person: Pick<FullPerson, 'locale' | 'version'>;
  readonly label: string;
  readonly hint: string;
  /** What stands where no language is known. */
  readonly none: string;
  readonly said: string;
}

/** The language of mail, which may be another than that of the page. */
export function MailLanguage({ person: { locale, version }, none, said, ...field }: MailLanguageProps) {
  const { word } = speech.value;
  async function choose(wanted: string): Promise<void> {
    toastAnswer(await send('PATCH', '/api/user/me', { locale: wanted }, { ifMatch: version }), said);
  }
  const unknown = locale === null ? [['', none] as const] : [];
  return (
    <Select
      {...field}
      name="locale"
      value={locale ?? ''}
      change={choose}
      options={[...unknown, ...locales.map((one) => [one, word('locale', one)] as const)]}
    />
  );
}
