import { locales } from '#schemas/access/people.ts';
import type { Problem } from '../../data/problem.ts';
import { Select, TextField } from '../../kit/Field.tsx';
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

/** As the user service takes it. */
export const bodyOf = ({ region, locale, ...rest }: Typed) => ({
  ...rest,
  region: region.trim() === '' ? null : region.trim().toUpperCase(),
  locale: locale === '' ? null : locale,
});

export const isComplete = ({ firstName, lastName, email }: Typed): boolean =>
  [firstName, lastName, email].every((one) => one.trim() !== '');

interface ProfileFieldsProps {
  readonly typed: Typed;
  readonly change: (part: Partial<Typed>) => void;
  readonly problem: Problem | null;
  /** Whose profile it is: nobody is their own manager. */
  readonly employeeId?: string | undefined;
}

/** Name, mail, manager and where they are: what every form about a person asks. */
export function ProfileFields({ typed, change, problem, employeeId }: ProfileFieldsProps) {
  const { text } = speech.value;
  const languages = locales.map((locale) => [locale, text(`people.locale.${locale}`)] as const);
  const line = (name: 'firstName' | 'lastName' | 'email' | 'region', more: object = {}) => (
    <TextField
      label={text(`people.${name}`)}
      name={name}
      problem={problem}
      maxLength={200}
      autocomplete="off"
      {...more}
      value={typed[name]}
      change={(value) => change({ [name]: value })}
    />
  );
  return (
    <>
      <div class="form-row">
        {line('firstName')}
        {line('lastName')}
      </div>
      {line('email', { type: 'email' })}
      <PersonPicker
        label={text('people.manager')}
        name="managerId"
        problem={problem}
        optional
        without={employeeId}
        value={typed.managerId}
        change={(managerId) => change({ managerId })}
      />
      <div class="form-row">
        {line('region', { hint: text('people.region.hint'), optional: true })}
        <Select
          label={text('people.locale')}
          name="locale"
          problem={problem}
          value={typed.locale}
          change={(locale) => change({ locale })}
          options={[['', text('people.locale.none')], ...languages]}
        />
      </div>
    </>
  );
}
