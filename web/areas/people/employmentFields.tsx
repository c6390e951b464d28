import type { Problem } from '../../data/problem.ts';
import { DateField, Select } from '../../kit/Field.tsx';
import { speech } from '../../language/appearance.ts';
import { useDepartmentOptions } from '../directory/useDepartments.ts';

interface EmploymentFieldProps {
  readonly value: string;
  readonly change: (value: string) => void;
  readonly problem: Problem | null;
}

/** From which day on what is entered holds. */
export const FromField = (field: EmploymentFieldProps) => (
  <DateField label={speech.value.text('people.from')} name="effectiveFrom" {...field} />
);

/** One of the departments that there are today. */
export function DepartmentField(field: EmploymentFieldProps) {
  const { text } = speech.value;
  const options = useDepartmentOptions(text('people.choose'));
  return <Select label={text('people.department')} name="department" options={options} {...field} />;
}
