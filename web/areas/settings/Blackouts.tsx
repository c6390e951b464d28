import { Plus, Trash2, X } from 'lucide-preact';
import { Button } from '../../kit/Button.tsx';
import { Section } from '../../kit/Section.tsx';
import { speech, today } from '../../language/appearance.ts';
import { PersonName } from '../directory/PersonLink.tsx';
import { PersonPicker } from '../directory/PersonPicker.tsx';
import { DepartmentChoice, SeverityChoice } from './CoverageRules.tsx';
import { Check, CheckedField, filled } from './fields.tsx';
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
      <div class="checks">
        {Object.entries(types).map(([id, { name }]) => (
          <Check key={id} label={name[language]} checked={chosen.includes(id)} change={(on) => turn(id, on)} />
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
          <li key={id}>
            <PersonName employeeId={id} />
            <button
              type="button"
              class="icon-button"
              aria-label={text('settings.exempt.remove', { person: id })}
              onClick={() => set({ exempt: exempt.filter((one) => one !== id) })}
            >
              <X size={14} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function One({ blackout, types, set, remove }: OneProps) {
  const { text } = speech.value;
  const date = (name: 'from' | 'to') => (
    <CheckedField
      label={text(`settings.blackout.${name}`)}
      name={name}
      type="date"
      required
      min={name === 'to' ? blackout.from : undefined}
      value={blackout[name]}
      change={(day) => set({ [name]: day })}
    />
  );
  return (
    <fieldset class="blackout form">
      <legend class="hidden">{blackout.name || text('settings.blackout.new')}</legend>
      <div class="form-row">
        <CheckedField
          label={text('settings.blackout.name')}
          name="name"
          required
          maxLength={100}
          pattern={filled}
          value={blackout.name}
          change={(name) => set({ name })}
        />
        {date('from')}
        {date('to')}
      </div>
      <div class="form-row">
        <DepartmentChoice
          value={blackout.department}
          all={text('settings.everywhere')}
          change={(department) => set({ department })}
        />
        <SeverityChoice value={blackout.severity} change={(severity) => set({ severity })} />
        <Exempt exempt={blackout.exempt} set={set} />
      </div>
      <KindsOf blackout={blackout} types={types} set={set} />
      <div class="form-actions">
        <Button kind="quiet" Icon={Trash2} onClick={remove}>
          {text('settings.remove')}
        </Button>
      </div>
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
export function Blackouts({ blackouts, types, change }: BlackoutsProps) {
  const { text } = speech.value;
  const set = (at: number, part: Partial<Blackout>): void =>
    change(blackouts.map((one, place) => (place === at ? { ...one, ...part } : one)));
  return (
    <Section
      id="blackouts"
      title={text('settings.blackouts')}
      actions={
        <Button Icon={Plus} onClick={() => change([...blackouts, blank(today.value)])}>
          {text('settings.blackout.new')}
        </Button>
      }
    >
      {blackouts.length === 0 && <p class="muted">{text('settings.blackouts.none')}</p>}
      {blackouts.map((blackout, at) => (
        <One
          key={`${blackouts.length} ${at}`}
          blackout={blackout}
          types={types}
          set={(part) => set(at, part)}
          remove={() => change(blackouts.filter((_, place) => place !== at))}
        />
      ))}
    </Section>
  );
}
