import { useState } from 'preact/hooks';
import { Section } from '../../kit/Section.tsx';
import { fieldsOf, orNothing } from '../../kit/typed.ts';
import { speech, today } from '../../language/appearance.ts';
import { Check, CheckedField, NumberField, namedFields } from './fields.tsx';
import type { Rules } from './rules.ts';

interface GeneralProps {
  readonly rules: Rules;
  readonly set: (part: Partial<Rules>) => void;
}

/** Whole numbers from 1 to 366, with commas: `1, 3, 5`. */
const days = '[\\s,;]*((366|36[0-5]|3[0-5]\\d|[12]\\d\\d|[1-9]\\d?)([\\s,;]+|$))*';

/** `1, 3, 5` as numbers; null where it is something else. */
const numbersIn = (typed: string): readonly number[] | null =>
  new RegExp(`^${days}$`).test(typed)
    ? typed
        .split(/[\s,;]+/)
        .filter((part) => part !== '')
        .map(Number)
    : null;

function Expiry({ rules: { expiry }, set }: GeneralProps) {
  const { text } = speech.value;
  const [typed, setTyped] = useState(expiry.reminders.join(', '));
  const field = namedFields(expiry, (part) => set({ expiry: { ...expiry, ...part } }));
  const reminders = field('reminders');
  function onChange(next: string): void {
    setTyped(next);
    const read = numbersIn(next);
    if (read !== null) reminders.change(read);
  }
  return (
    <div class="form-row">
      <NumberField min={1} max={366} hint={text('settings.businessDays.hint')} {...field('businessDays')} />
      <CheckedField
        {...reminders}
        hint={text('settings.reminders.hint')}
        pattern={days}
        otherwise={text('settings.reminders.wrong')}
        value={typed}
        change={onChange}
      />
    </div>
  );
}

function Reach({ rules, set }: GeneralProps) {
  const field = namedFields(rules, set);
  return (
    <div class="form-row">
      <NumberField min={0.5} max={24} step="any" {...field('hoursPerDay')} />
      <NumberField min={1} max={3660} {...field('daysAhead')} />
      <NumberField min={0} max={3660} {...field('daysBack')} />
      <CheckedField
        {...field('region')}
        hint={speech.value.text('settings.region.hint')}
        required
        pattern="[A-Z]{2}(-[A-Z0-9]{1,3}){0,2}"
        change={(region) => set({ region: region.toUpperCase().trim() })}
      />
    </div>
  );
}

/** While it lasts, public holidays of Ukraine are working days. */
function Wartime({ rules: { wartime }, set }: GeneralProps) {
  const { text } = speech.value;
  const field = wartime && fieldsOf(wartime, (part) => set({ wartime: { ...wartime, ...part } }));
  const day = { type: 'date' };
  return (
    <fieldset>
      <legend class="hidden">{text('settings.wartime')}</legend>
      <Check
        label={text('settings.wartime.on')}
        value={wartime !== null}
        change={(on) => set({ wartime: on ? { from: today.value, to: null } : null })}
      />
      {wartime !== null && field !== null && (
        <div class="form-row settings-balance">
          <CheckedField
            label={text('settings.wartime.from')}
            {...day}
            required
            {...field('from')}
            name="wartime.from"
          />
          <CheckedField
            label={text('settings.wartime.to')}
            {...day}
            optional
            min={wartime.from}
            {...orNothing(field('to'))}
            name="wartime.to"
          />
        </div>
      )}
    </fieldset>
  );
}

/** Deadlines, the length of a day, how far a request may reach, holidays. */
export const General = (props: GeneralProps) => (
  <Section id="general" title={speech.value.text('settings.general')}>
    <div class="form">
      <Expiry {...props} />
      <Reach {...props} />
      <Wartime {...props} />
    </div>
  </Section>
);
