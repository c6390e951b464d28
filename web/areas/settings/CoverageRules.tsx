import { Plus, Trash2 } from 'lucide-preact';
import { Button } from '../../kit/Button.tsx';
import { Section } from '../../kit/Section.tsx';
import { speech } from '../../language/appearance.ts';
import { useDepartmentOptions } from '../directory/useDepartments.ts';
import { NumberField, OneOf } from './fields.tsx';
import type { Coverage, Severity } from './rules.ts';

interface DepartmentChoiceProps {
  readonly value: string | null;
  /** What no department means. */
  readonly all: string;
  readonly change: (department: string | null) => void;
}

/** A department, or all of them; one that is gone stays choosable where it is chosen. */
export function DepartmentChoice({ value, all, change }: DepartmentChoiceProps) {
  const { text } = speech.value;
  const options = useDepartmentOptions(all);
  const known = options.some(([one]) => one === (value ?? ''));
  return (
    <OneOf
      label={text('settings.department')}
      name="department"
      value={value ?? ''}
      options={known || value === null ? options : [...options, [value, value]]}
      change={(department) => change(department === '' ? null : department)}
    />
  );
}

/** Whether what breaks a rule is refused, or pointed out. */
export function SeverityChoice({ value, change }: { value: Severity; change: (severity: Severity) => void }) {
  const { text } = speech.value;
  return (
    <OneOf
      label={text('settings.severity')}
      name="severity"
      value={value}
      options={(['refuse', 'warn'] as const).map((one) => [one, text(`settings.severity.${one}`)])}
      change={change}
    />
  );
}

interface CoverageRulesProps {
  readonly coverage: readonly Coverage[];
  readonly change: (coverage: readonly Coverage[]) => void;
}

/** How many of a department may be away on one day. */
export function CoverageRules({ coverage, change }: CoverageRulesProps) {
  const { text } = speech.value;
  const add = (): void => change([...coverage, { department: null, maxAbsent: 3, severity: 'warn' }]);
  const set = (at: number, part: Partial<Coverage>): void =>
    change(coverage.map((rule, place) => (place === at ? { ...rule, ...part } : rule)));
  return (
    <Section
      id="coverage"
      title={text('settings.coverage')}
      actions={
        <Button Icon={Plus} onClick={add}>
          {text('settings.coverage.new')}
        </Button>
      }
    >
      {coverage.length === 0 && <p class="muted">{text('settings.coverage.none')}</p>}
      {coverage.map((rule, at) => (
        <fieldset class="rule" key={`${coverage.length} ${at}`}>
          <legend class="hidden">{text('settings.coverage.one', { number: String(at + 1) })}</legend>
          <DepartmentChoice
            value={rule.department}
            all={text('settings.department.others')}
            change={(department) => set(at, { department })}
          />
          <NumberField
            label={text('settings.maxAbsent')}
            name="maxAbsent"
            min={0}
            max={100_000}
            value={rule.maxAbsent}
            change={(maxAbsent) => set(at, { maxAbsent })}
          />
          <SeverityChoice value={rule.severity} change={(severity) => set(at, { severity })} />
          <Button kind="quiet" Icon={Trash2} onClick={() => change(coverage.filter((_, place) => place !== at))}>
            {text('settings.remove')}
          </Button>
        </fieldset>
      ))}
    </Section>
  );
}
