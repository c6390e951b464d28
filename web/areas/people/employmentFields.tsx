import { DateField, Select } from '../../kit/Field.tsx';
import type { Bound } from '../../kit/typed.ts';
import { speech } from '../../language/appearance.ts';
import { useDepartmentOptions } from '../directory/useDepartments.ts';

/** From which day on what is entered holds. */
export const FromField = (day: Bound<string>) => <DateField label={speech.value.text('people.from')} {...day} />;

/** Since when somebody works here. */
export const HiredField = (day: Bound<string>) => <DateField label={speech.value.text('people.hiredOn')} {...day} />;

/** One of the departments that there are today. */
export function DepartmentField(department: Bound<string>) {
  const { text } = speech.value;
  const options = useDepartmentOptions(text('people.choose'));
  return <Select label={text('department')} options={options} {...department} />;
}
