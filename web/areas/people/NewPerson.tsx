import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { send } from '../../data/call.ts';
import { ActDialog } from '../../kit/ActDialog.tsx';
import { DateField, TextField } from '../../kit/Field.tsx';
import { speech, today } from '../../language/appearance.ts';
import { hrefOf } from '../directory/PersonLink.tsx';
import { DepartmentField } from './employmentFields.tsx';
import { bodyOf, isComplete, nothingTyped, ProfileFields } from './ProfileFields.tsx';

/** Makes a person known, and leads to them. */
export function NewPerson({ close }: { close: () => void }) {
  const { text } = speech.value;
  const { route } = useLocation();
  const [typed, setTyped] = useState({ ...nothingTyped, employeeId: '', department: '', hiredOn: today.value });
  const change = (part: Partial<typeof typed>): void => setTyped((now) => ({ ...now, ...part }));
  const { employeeId, department, hiredOn, ...profile } = typed;
  async function register() {
    const answer = await send('POST', '/api/user/people', { ...bodyOf(profile), employeeId, department, hiredOn });
    if (answer.ok) route(hrefOf(employeeId));
    return answer;
  }
  return (
    <ActDialog
      title={text('people.new')}
      verb={text('people.new.do')}
      close={close}
      wide
      ready={isComplete(profile) && employeeId !== '' && department !== '' && hiredOn !== ''}
      act={register}
      said={text('people.new.done')}
    >
      {(problem) => (
        <>
          <ProfileFields typed={profile} change={change} problem={problem} />
          <div class="form-row">
            <TextField
              label={text('people.employeeId')}
              name="employeeId"
              problem={problem}
              maxLength={64}
              autocomplete="off"
              value={employeeId}
              change={(value) => change({ employeeId: value.trim() })}
            />
            <DepartmentField value={department} change={(value) => change({ department: value })} problem={problem} />
            <DateField
              label={text('people.hiredOn')}
              name="hiredOn"
              problem={problem}
              value={hiredOn}
              change={(value) => change({ hiredOn: value })}
            />
          </div>
        </>
      )}
    </ActDialog>
  );
}
