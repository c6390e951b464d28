import { locales } from '#schemas/access/people.ts';
import type { FullPerson } from '#services/user/answers.ts';
import { Select, TextField } from '../../kit/Field.tsx';
import type { useTyped } from '../../kit/typed.ts';
import { speech } from '../../language/appearance.ts';
import { PersonPicker } from '../directory/PersonPicker.tsx';

/** What is written of a person, as it is typed; '' is nothing. */
export interface Typed {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly managerId: string | null;
  readonly region: string;
  readonly locale: string;
}

export const nothingTyped: Typed = {
  firstName: '',
  lastName: '',
  email: '',
  managerId: null,
  region: '',
  locale: '',
};

export const typedOf = ({ firstName, lastName, email, managerId, region, locale }: FullPerson): Typed => ({
  firstName: firstName ?? '',
  lastName: lastName ?? '',
  email: email ?? '',
  managerId,
  region: region ?? '',
  locale: locale ?? '',
});

/** As the user service takes it. */
export const bodyOf = ({ region, locale, ...rest }: Typed) => ({
  ...rest,
  region: region.trim() === '' ? null : region.trim().toUpperCase(),
  locale: locale === '' ? null : locale,
});

export const isComplete = ({ firstName, lastName, email }: Typed): boolean =>
  [firstName, lastName, email].every((one) => one.trim() !== '');

interface ProfileFieldsProps {
  readonly field: ReturnType<typeof useTyped<Typed>>['field'];
  /** Whose profile it is: nobody is their own manager. */
  readonly employeeId?: string | undefined;
}

/** Name, mail, manager and where they are: what every form about a person asks. */
export function ProfileFields({ field, employeeId }: ProfileFieldsProps) {
  const { text, word } = speech.value;
  const line = { maxLength: 200, autocomplete: 'off' };
  return (
    <>
      <div class="form-row">
        <TextField label={text('name.first')} {...line} {...field('firstName')} />
        <TextField label={text('name.last')} {...line} {...field('lastName')} />
      </div>
      <TextField label={text('email')} type="email" {...line} {...field('email')} />
      <PersonPicker label={text('role.manager')} optional without={employeeId} {...field('managerId')} />
      <div class="form-row">
        <TextField
          label={text('people.region')}
          hint={text('people.region.hint')}
          optional
          {...line}
          {...field('region')}
        />
        <Select
          label={text('people.locale')}
          options={[['', text('people.locale.none')], ...locales.map((one) => [one, word('locale', one)] as const)]}
          {...field('locale')}
        />
      </div>
    </>
  );
}
