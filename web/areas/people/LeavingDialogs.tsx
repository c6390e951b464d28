import { useState } from 'preact/hooks';
import type { FullPerson } from '#services/user/answers.ts';
import { send } from '../../data/call.ts';
import { personName } from '../../data/personName.ts';
import { ActDialog } from '../../kit/ActDialog.tsx';
import { DateField, TextField } from '../../kit/Field.tsx';
import { speech, today } from '../../language/appearance.ts';
import { DepartmentField } from './employmentFields.tsx';

interface DialogProps {
  readonly person: FullPerson;
  readonly close: () => void;
}

const act = ({ employeeId, version }: FullPerson, what: string, body?: object) =>
  send('POST', `/api/user/people/${encodeURIComponent(employeeId)}/${what}`, body, { ifMatch: version });

/** Enters the last day of somebody. */
export function LastDayDialog({ person, close }: DialogProps) {
  const { text } = speech.value;
  const [lastDay, setDay] = useState(today.value);
  return (
    <ActDialog
      title={text('person.leave.title', { name: personName(person) })}
      verb={text('person.leave.do')}
      close={close}
      danger
      ready={lastDay !== ''}
      act={() => act(person, 'deactivation', { lastDay })}
      said={text('person.leave.done')}
    >
      {(problem) => (
        <>
          <p>{text('person.leave.text')}</p>
          <DateField label={text('person.lastDay')} name="lastDay" problem={problem} value={lastDay} change={setDay} />
        </>
      )}
    </ActDialog>
  );
}

/** Somebody who had left comes back. */
export function ReturnDialog({ person, close }: DialogProps) {
  const { text } = speech.value;
  const [hiredOn, setDay] = useState(today.value);
  const [department, setDepartment] = useState('');
  return (
    <ActDialog
      title={text('person.return.title', { name: personName(person) })}
      verb={text('person.return')}
      close={close}
      ready={hiredOn !== '' && department !== ''}
      act={() => act(person, 'reactivation', { hiredOn, department })}
      said={text('person.return.done')}
    >
      {(problem) => (
        <>
          <DateField label={text('people.hiredOn')} name="hiredOn" problem={problem} value={hiredOn} change={setDay} />
          <DepartmentField value={department} change={setDepartment} problem={problem} />
        </>
      )}
    </ActDialog>
  );
}

/** Enters a request for erasure; the number has to be typed, for nothing brings the person back. */
export function ErasureDialog({ person, close }: DialogProps) {
  const { text } = speech.value;
  const [typed, setTyped] = useState('');
  const { employeeId } = person;
  return (
    <ActDialog
      title={text('person.erase.title', { name: personName(person) })}
      verb={text('person.erase.do')}
      close={close}
      danger
      ready={typed.trim() === employeeId}
      act={() => act(person, 'erasure')}
      said={text('person.erase.done')}
    >
      {() => (
        <>
          <p>{text('person.erase.text')}</p>
          <p>
            <strong>{text('person.erase.final')}</strong>
          </p>
          <TextField
            label={text('person.erase.confirm', { number: employeeId })}
            name="confirm"
            autocomplete="off"
            value={typed}
            change={setTyped}
          />
        </>
      )}
    </ActDialog>
  );
}
