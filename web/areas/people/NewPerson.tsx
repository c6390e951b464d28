import { useLocation } from 'preact-iso';
import { send } from '../../data/call.ts';
import { ActDialog } from '../../kit/ActDialog.tsx';
import { TextField } from '../../kit/Field.tsx';
import { useTyped } from '../../kit/typed.ts';
import { speech, today } from '../../language/appearance.ts';
import { hrefOf } from '../directory/PersonLink.tsx';
import { DepartmentField, HiredField } from './employmentFields.tsx';
import { bodyOf, isComplete, nothingTyped, ProfileFields } from './ProfileFields.tsx';

/** Makes a person known, and leads to them. */
export function NewPerson({ close }: { close: () => void }) {
  const { text } = speech.value;
  const { route } = useLocation();
  const { typed, field } = useTyped({ ...nothingTyped, employeeId: '', department: '', hiredOn: today.value });
  const number = field('employeeId');
  async function register() {
    const answer = await send('POST', '/api/user/people', bodyOf(typed));
    if (answer.ok) route(hrefOf(number.value));
    return answer;
  }
  const isEmployed = [number.value, typed.department, typed.hiredOn].every((one) => one !== '');
  return (
    <ActDialog
      title={text('people.new')}
      verb={text('people.new.do')}
      close={close}
      wide
      ready={isComplete(typed) && isEmployed}
      act={register}
      said={text('people.new.done')}
    >
      <ProfileFields field={field} />
      <div class="form-row">
        <TextField
          label={text('employeeId')}
          maxLength={64}
          autocomplete="off"
          {...number}
          change={(value) => number.change(value.trim())}
        />
        <DepartmentField {...field('department')} />
        <HiredField {...field('hiredOn')} />
      </div>
    </ActDialog>
  );
}
