import type { FullPerson } from '#services/user/answers.ts';
import { send } from '../../data/call.ts';
import { ActDialog } from '../../kit/ActDialog.tsx';
import { useTyped } from '../../kit/typed.ts';
import { speech } from '../../language/appearance.ts';
import { pathOf } from '../directory/path.ts';
import { bodyOf, isComplete, ProfileFields, typedOf } from './ProfileFields.tsx';

/** Name, mail, manager, region and language of somebody. */
export function EditPerson({ person, close }: { person: FullPerson; close: () => void }) {
  const { text } = speech.value;
  const { typed, field } = useTyped(() => typedOf(person));
  return (
    <ActDialog
      title={text('person.edit.title')}
      verb={text('do.save')}
      close={close}
      wide
      ready={isComplete(typed)}
      act={() => send('PATCH', pathOf(person), bodyOf(typed), { ifMatch: person.version })}
      said={text('person.saved')}
    >
      <ProfileFields field={field} employeeId={person.employeeId} />
    </ActDialog>
  );
}
