import { X } from 'lucide-preact';
import { FormActions } from '../../kit/Form.tsx';
import { IconButton } from '../../kit/IconButton.tsx';
import { speech, today } from '../../language/appearance.ts';
import { PersonName } from '../directory/PersonLink.tsx';
import { PersonPicker } from '../directory/PersonPicker.tsx';
import { DepartmentChoice, SeverityChoice } from './CoverageRules.tsx';
import { Check, CheckedField, NameField, namedFields } from './fields.tsx';
import { RemoveButton, RuleList } from './lists.tsx';
import type { Blackout, Rules } from './rules.ts';

interface OneProps {
  readonly blackout: Blackout;
  readonly types: Rules['types'];
  readonly set: (part: Partial<Blackout>) => void;
  readonly remove: () => void;
}

/** Which kinds it is about; none chosen: all. */
function KindsOf({ blackout, types, set }: Omit<OneProps, 'remove'>) {
  const { text, language } = speech.value;
  const chosen = blackout.leaveTypes ?? [];
  function turn(id: string, on: boolean): void {
    const next = [...chosen.filter((one) => one !== id), ...(on ? [id] : [])];
    set({ leaveTypes: next.length === 0 ? null : next });
  }
  return (
    <fieldset>
      <legend>{text('settings.blackout.kinds')}</legend>
      <div class="checks wrap">
        {Object.entries(types).map(([id, { name }]) => (
          <Check key={id} label={name[language]} value={chosen.includes(id)} change={(on) => turn(id, on)} />
        ))}
      </div>
    </fieldset>
  );
}

/** Who may take leave all the same. */
function Exempt({ exempt, set }: { exempt: readonly string[]; set: (part: Partial<Blackout>) => void }) {
  const { text } = speech.value;
  return (
    <div class="exempt">
      <PersonPicker
        key={exempt.length}
        label={text('settings.exempt')}
        name="exempt"
        optional
        value={null}
        change={(id) => id !== null && !exempt.includes(id) && set({ exempt: [...exempt, id] })}
      />
      <ul>
        {exempt.map((id) => (
          <li key={id} class="row apart">
            <PersonName employeeId={id} />
            <IconButton
              Icon={X}
              size={14}
              label={text('settings.exempt.remove', { person: id })}
              onClick={() => set({ exempt: exempt.filter((one) => one !== id) })}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

function One({ blackout, types, set, remove }: OneProps) {
  const { text } = speech.value;
  const field = namedFields(blackout, set);
  const day = { type: 'date', required: true };
  return (
    <fieldset class="blackout form">
      <legend class="hidden">{blackout.name || text('settings.blackouts.new')}</legend>
      <div class="form-row">
        <NameField {...field('name')} label={text('settings.blackout.name')} />
        <CheckedField {...day} {...field('from')} label={text('day.first')} />
        <CheckedField {...day} min={blackout.from} {...field('to')} label={text('day.last')} />
      </div>
      <div class="form-row">
        <DepartmentChoice all={text('settings.everywhere')} {...field('department')} />
        <SeverityChoice {...field('severity')} />
        <Exempt exempt={blackout.exempt} set={set} />
      </div>
      <KindsOf blackout={blackout} types={types} set={set} />
      <FormActions>
        <RemoveButton remove={remove} />
      </FormActions>
    </fieldset>
  );
}

interface BlackoutsProps {
  readonly blackouts: readonly Blackout[];
  readonly types: Rules['types'];
  readonly change: (blackouts: readonly Blackout[]) => void;
}

const blank = (day: string): Blackout => ({
  name: '',
  from: day,
  to: day,
  department: null,
  leaveTypes: null,
  exempt: [],
  severity: 'refuse',
});

/** Days on which no leave is granted. */
export const Blackouts = ({ blackouts, types, change }: BlackoutsProps) => (
  <RuleList of="blackouts" rules={blackouts} change={change} blank={blank(today.value)}>
    {(blackout, _, set, remove) => <One blackout={blackout} types={types} set={set} remove={remove} />}
  </RuleList>
);
