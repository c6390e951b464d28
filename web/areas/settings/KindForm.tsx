import { oneDay } from '#lib/millionths.ts';
import { Select } from '../../kit/Field.tsx';
import { FormActions } from '../../kit/Form.tsx';
import { fieldsOf, orNothing } from '../../kit/typed.ts';
import { speech } from '../../language/appearance.ts';
import { AmountField, Check, NameField, NumberField, namedFields, OneOf } from './fields.tsx';
import { RemoveButton } from './lists.tsx';
import type { CarryOver, Entitlement, LeaveTypeRules } from './rules.ts';
import { approvalText, dayOfYear, kindText } from './words.ts';

interface PartProps<Part> {
  readonly part: Part;
  readonly set: (change: Partial<Part>) => void;
}

const approvals = ['', 'manager', 'hr', 'manager,hr', 'hr,manager'];

/** Who has to agree, in order: `manager,hr`. */
const stepsIn = (text: string): LeaveTypeRules['approval'] =>
  text.split(',').filter((step) => step === 'manager' || step === 'hr');

function Names({ part: { name }, set }: PartProps<LeaveTypeRules>) {
  const { text } = speech.value;
  const field = fieldsOf(name, (changed) => set({ name: { ...name, ...changed } }));
  return (
    <div class="form-row">
      {(['uk', 'en'] as const).map((language) => (
        <NameField
          key={language}
          label={text(`settings.name.${language}`)}
          {...field(language)}
          name={`name.${language}`}
        />
      ))}
    </div>
  );
}

function Granting({ part, set }: PartProps<LeaveTypeRules>) {
  const field = namedFields(part, set);
  const steps = part.approval.join(',');
  const ways = [...new Set([...approvals, steps])];
  return (
    <div class="form-row">
      <OneOf among={['calendar', 'working']} {...field('counting')} />
      <Select
        {...field('approval')}
        options={ways.map((way) => [way, approvalText(speech.value, stepsIn(way))])}
        value={steps}
        change={(way) => set({ approval: stepsIn(way) })}
      />
      <OneOf among={['manager', 'none']} {...field('cancellation')} />
    </div>
  );
}

/** The last days of the months, on which carried days may expire. */
const monthEnds = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].map(
  (day, month) => `${String(month + 1).padStart(2, '0')}-${day}`,
);

function CarriedOver({ part, set }: PartProps<CarryOver>) {
  const { text } = speech.value;
  const field = namedFields(part, set);
  const { expiresOn } = part;
  const known = [...new Set([...monthEnds, ...(expiresOn === null ? [] : [expiresOn])])].toSorted();
  const days = known.map((one) => [one, dayOfYear(speech.value, one)] as const);
  return (
    <div class="form-row">
      <AmountField {...field('limit')} />
      <Select
        label={text('settings.expiresOn')}
        options={[['', text('settings.expiresOn.null')], ...days]}
        {...orNothing(field('expiresOn'))}
      />
      {expiresOn !== null && <AmountField {...field('neverExpiring')} />}
    </div>
  );
}

const usual: Entitlement = {
  daysPerYear: 24 * oneDay,
  accrual: 'yearly',
  carryOver: { limit: null, neverExpiring: null, expiresOn: null },
};

function Kept({ part, set }: PartProps<Entitlement>) {
  const { daysPerYear, carryOver } = part;
  const field = namedFields(part, set);
  return (
    <div class="form settings-balance">
      <div class="form-row">
        <NumberField
          {...field('daysPerYear')}
          min={0}
          max={3660}
          step="any"
          value={daysPerYear / oneDay}
          change={(days) => set({ daysPerYear: Math.round(days * oneDay) })}
        />
        <OneOf among={['yearly', 'monthly']} {...field('accrual')} />
      </div>
      <CarriedOver part={carryOver} set={(changed) => set({ carryOver: { ...carryOver, ...changed } })} />
    </div>
  );
}

function BalanceFields({ part: { entitlement }, set }: PartProps<LeaveTypeRules>) {
  const { text } = speech.value;
  return (
    <fieldset>
      <legend class="hidden">{text('settings.entitlement')}</legend>
      <Check
        label={text('settings.balance.kept')}
        value={entitlement !== null}
        change={(kept) => set({ entitlement: kept ? usual : null })}
      />
      {entitlement !== null && (
        <Kept part={entitlement} set={(changed) => set({ entitlement: { ...entitlement, ...changed } })} />
      )}
    </fieldset>
  );
}

interface KindFormProps {
  readonly kind: LeaveTypeRules;
  readonly change: (kind: LeaveTypeRules) => void;
  /** Only a kind that nobody has used yet can go. */
  readonly remove: (() => void) | null;
  readonly open: boolean;
}

/** One kind of leave: a line that says what holds, and opens to be changed. */
export function KindForm({ kind, change, remove, open }: KindFormProps) {
  const { language } = speech.value;
  const set = (part: Partial<LeaveTypeRules>): void => change({ ...kind, ...part });
  const field = namedFields(kind, set);
  return (
    <details class="kind" open={open}>
      <summary>
        <strong>{kind.name[language] || kind.name.uk}</strong> <small>{kindText(speech.value, kind)}</small>
      </summary>
      <div class="form">
        <Names part={kind} set={set} />
        <Granting part={kind} set={set} />
        <div class="form-row">
          <NumberField min={0} max={366} {...field('noticeDays')} />
          <AmountField {...field('longest')} />
        </div>
        <div class="checks wrap">
          {(['paid', 'halfDays', 'hours'] as const).map((name) => (
            <Check key={name} {...field(name)} />
          ))}
        </div>
        <BalanceFields part={kind} set={set} />
        {remove !== null && (
          <FormActions>
            <RemoveButton remove={remove} />
          </FormActions>
        )}
      </div>
    </details>
  );
}
