import type { FullPerson } from '#services/user/answers.ts';
import { send } from '../../data/call.ts';
import { personName } from '../../data/personName.ts';
import { ActDialog } from '../../kit/ActDialog.tsx';
import { DateField, TextField } from '../../kit/Field.tsx';
import { useTyped } from '../../kit/typed.ts';
import { speech, today } from '../../language/appearance.ts';
import { pathOf } from '../directory/path.ts';
import { DepartmentField, HiredField } from './employmentFields.tsx';

interface DialogProps {
  readonly person: FullPerson;
  readonly close: () => void;
}

const act = (person: FullPerson, what: string, body?: object) =>
  send('POST', pathOf(person, `/${what}`), body, { ifMatch: person.version });

/** Enters the last day of somebody. */
export function LastDayDialog({ person, close }: DialogProps) {
  const { text } = speech.value;
  const { typed, field } = useTyped({ lastDay: today.value });
  return (
    <ActDialog
      title={text('person.leave.title', { name: personName(person) })}
      verb={text('person.leave.do')}
      close={close}
      danger
      ready={typed.lastDay !== ''}
      act={() => act(person, 'deactivation', typed)}
      said={text('person.leave.done')}
    >
      <p>{text('person.leave.text')}</p>
      <DateField label={text('person.lastDay')} {...field('lastDay')} />
    </ActDialog>
  );
}

/** Somebody who had left comes back. */
export function ReturnDialog({ person, close }: DialogProps) {
  const { text } = speech.value;
  const { typed, field } = useTyped({ hiredOn: today.value, department: '' });
  return (
    <ActDialog
      title={text('person.return.title', { name: personName(person) })}
      verb={text('person.return')}
      close={close}
      ready={typed.hiredOn !== '' && typed.department !== ''}
      act={() => act(person, 'reactivation', typed)}
      said={text('person.return.done')}
    >
      <HiredField {...field('hiredOn')} />
      <DepartmentField {...field('department')} />
    </ActDialog>
  );
}

/** Enters a request for erasure; the number has to be typed, for nothing brings the person back. */
export function ErasureDialog({ person, close }: DialogProps) {
  const { text } = speech.value;
  const { typed, field } = useTyped({ confirm: '' });
  const { employeeId } = person;
  return (
    <ActDialog
      title={text('person.erase.title', { name: personName(person) })}
      verb={text('person.erase.do')}
      close={close}
      danger
      ready={typed.confirm.trim() === employeeId}
      act={() => act(person, 'erasure')}
      said={text('person.erase.done')}
    >
      <p>{text('person.erase.text')}</p>
      <p>
        <strong>{text('person.erase.final')}</strong>
      </p>
      <TextField
        label={text('person.erase.confirm', { number: employeeId })}
        autocomplete="off"
        {...field('confirm')}
      />
    </ActDialog>
  );
}
