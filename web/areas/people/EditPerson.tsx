import { useState } from 'preact/hooks';
import type { FullPerson } from '#services/user/answers.ts';
import { send } from '../../data/call.ts';
import { ActDialog } from '../../kit/ActDialog.tsx';
import { speech } from '../../language/appearance.ts';
import { bodyOf, isComplete, ProfileFields, type Typed } from './ProfileFields.tsx';

const typedOf = ({ firstName, lastName, email, managerId, region, locale }: FullPerson): Typed => ({
  firstName: firstName ?? '',
  lastName: lastName ?? '',
  email: email ?? '',
  managerId,
  region: region ?? '',
  locale: locale ?? '',
});

/** Name, mail, manager, region and language of somebody. */
export function EditPerson({ person, close }: { person: FullPerson; close: () => void }) {
  const { text } = speech.value;
  const [typed, setTyped] = useState(() => typedOf(person));
  const path = `/api/user/people/${encodeURIComponent(person.employeeId)}`;
  return (
    <ActDialog
      title={text('person.edit.title')}
      verb={text('person.save')}
      close={close}
      wide
      ready={isComplete(typed)}
      act={() => send('PATCH', path, bodyOf(typed), { ifMatch: person.version })}
      said={text('person.saved')}
    >
      {(problem) => (
        <ProfileFields
          typed={typed}
          problem={problem}
          employeeId={person.employeeId}
          change={(part) => setTyped((now) => ({ ...now, ...part }))}
        />
      )}
    </ActDialog>
  );
}
