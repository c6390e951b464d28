import { Select } from '../../kit/Field.tsx';
import { type Bound, orNothing } from '../../kit/typed.ts';
import { speech } from '../../language/appearance.ts';
import { useDepartmentOptions } from '../directory/useDepartments.ts';
import { NumberField, namedFields, OneOf } from './fields.tsx';
import { RemoveButton, RuleList } from './lists.tsx';
import type { Coverage, Severity } from './rules.ts';

interface DepartmentChoiceProps extends Bound<string | null> {
  readonly label: string;
  /** What no department means. */
  readonly all: string;
}

/** A department, or all of them; one that is gone stays choosable where it is chosen. */
export function DepartmentChoice({ label, all, ...department }: DepartmentChoiceProps) {
  const options = useDepartmentOptions(all);
  const { value } = department;
  const isKnown = value === null || options.some(([one]) => one === value);
  return <Select label={label} options={isKnown ? options : [...options, [value, value]]} {...orNothing(department)} />;
}

/** Whether what breaks a rule is refused, or pointed out. */
export const SeverityChoice = (severity: Bound<Severity> & { readonly label: string }) => (
  <OneOf among={['refuse', 'warn']} {...severity} />
);

interface CoverageRulesProps {
  readonly coverage: readonly Coverage[];
  readonly change: (coverage: readonly Coverage[]) => void;
}

const blank: Coverage = { department: null, maxAbsent: 3, severity: 'warn' };

/** How many of a department may be away on one day. */
export function CoverageRules({ coverage, change }: CoverageRulesProps) {
  const { text } = speech.value;
  return (
    <RuleList of="coverage" rules={coverage} change={change} blank={blank}>
      {(rule, at, set, remove) => {
        const field = namedFields(rule, set);
        return (
          <fieldset class="rule">
            <legend class="hidden">{text('settings.coverage.one', { number: String(at + 1) })}</legend>
            <DepartmentChoice all={text('settings.department.others')} {...field('department')} />
            <NumberField min={0} max={100_000} {...field('maxAbsent')} />
            <SeverityChoice {...field('severity')} />
            <RemoveButton remove={remove} />
          </fieldset>
        );
      }}
    </RuleList>
  );
}
