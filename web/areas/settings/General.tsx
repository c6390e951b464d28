import { useState } from 'preact/hooks';
import { Section } from '../../kit/Section.tsx';
import { speech, today } from '../../language/appearance.ts';
import { Check, CheckedField, NumberField } from './fields.tsx';
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
  function onChange(next: string): void {
    setTyped(next);
    const reminders = numbersIn(next);
    if (reminders !== null) set({ expiry: { ...expiry, reminders } });
  }
  return (
    <div class="form-row">
      <NumberField
        label={text('settings.businessDays')}
        name="businessDays"
        min={1}
        max={366}
        hint={text('settings.businessDays.hint')}
        value={expiry.businessDays}
        change={(businessDays) => set({ expiry: { ...expiry, businessDays } })}
      />
      <CheckedField
        label={text('settings.reminders')}
        name="reminders"
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
  const { text } = speech.value;
  return (
    <div class="form-row">
      <NumberField
        label={text('settings.hoursPerDay')}
        name="hoursPerDay"
        min={0.5}
        max={24}
        step="any"
        value={rules.hoursPerDay}
        change={(hoursPerDay) => set({ hoursPerDay })}
      />
      <NumberField
        label={text('settings.daysAhead')}
        name="daysAhead"
        min={1}
        max={3660}
        value={rules.daysAhead}
        change={(daysAhead) => set({ daysAhead })}
      />
      <NumberField
        label={text('settings.daysBack')}
        name="daysBack"
        min={0}
        max={3660}
        value={rules.daysBack}
        change={(daysBack) => set({ daysBack })}
      />
      <CheckedField
        label={text('settings.region')}
        name="region"
        hint={text('settings.region.hint')}
        required
        pattern="[A-Z]{2}(-[A-Z0-9]{1,3}){0,2}"
        value={rules.region}
        change={(region) => set({ region: region.toUpperCase().trim() })}
      />
    </div>
  );
}

/** While it lasts, public holidays of Ukraine are working days. */
function Wartime({ rules: { wartime }, set }: GeneralProps) {
  const { text } = speech.value;
  return (
    <fieldset>
      <legend class="hidden">{text('settings.wartime')}</legend>
      <Check
        label={text('settings.wartime.on')}
        checked={wartime !== null}
        change={(on) => set({ wartime: on ? { from: today.value, to: null } : null })}
      />
      {wartime !== null && (
        <div class="form-row settings-balance">
          <CheckedField
            label={text('settings.wartime.from')}
            name="wartime.from"
            type="date"
            required
            value={wartime.from}
            change={(from) => set({ wartime: { ...wartime, from } })}
          />
          <CheckedField
            label={text('settings.wartime.to')}
            name="wartime.to"
            type="date"
            optional
            min={wartime.from}
            value={wartime.to ?? ''}
            change={(to) => set({ wartime: { ...wartime, to: to === '' ? null : to } })}
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
