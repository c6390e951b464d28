import { Trash2 } from 'lucide-preact';
import { oneDay } from '#lib/millionths.ts';
import { Button } from '../../kit/Button.tsx';
import { speech } from '../../language/appearance.ts';
import { AmountField, Check, CheckedField, filled, NumberField, OneOf } from './fields.tsx';
import type { CarryOver, Entitlement, LeaveTypeRules } from './rules.ts';
import { approvalText, dayOfYear, kindText } from './words.ts';

type Set<T> = (part: Partial<T>) => void;

const approvals = ['', 'manager', 'hr', 'manager,hr', 'hr,manager'];

/** Who has to agree, in order: `manager,hr`. */
const stepsIn = (text: string): LeaveTypeRules['approval'] =>
  text.split(',').filter((step) => step === 'manager' || step === 'hr');

function Names({ kind, set }: { kind: LeaveTypeRules; set: Set<LeaveTypeRules> }) {
  const { text } = speech.value;
  return (
    <div class="form-row">
      {(['uk', 'en'] as const).map((language) => (
        <CheckedField
          key={language}
          label={text(`settings.name.${language}`)}
          name={`name.${language}`}
          required
          maxLength={100}
          pattern={filled}
          value={kind.name[language]}
          change={(value) => set({ name: { ...kind.name, [language]: value } })}
        />
      ))}
    </div>
  );
}

function Granting({ kind, set }: { kind: LeaveTypeRules; set: Set<LeaveTypeRules> }) {
  const { text } = speech.value;
  const steps = kind.approval.join(',');
  return (
    <div class="form-row">
      <OneOf
        label={text('settings.counting')}
        name="counting"
        value={kind.counting}
        options={(['calendar', 'working'] as const).map((one) => [one, text(`settings.counting.${one}`)])}
        change={(counting) => set({ counting })}
      />
      <OneOf
        label={text('settings.approval')}
        name="approval"
        value={steps}
        options={[...new Set([...approvals, steps])].map((one) => [one, approvalText(speech.value, stepsIn(one))])}
        change={(value) => set({ approval: stepsIn(value) })}
      />
      <OneOf
        label={text('settings.cancellation')}
        name="cancellation"
        value={kind.cancellation}
        options={(['manager', 'none'] as const).map((one) => [one, text(`settings.cancellation.${one}`)])}
        change={(cancellation) => set({ cancellation })}
      />
    </div>
  );
}

/** The last days of the months, on which carried days may expire. */
const monthEnds = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].map(
  (day, month) => `${String(month + 1).padStart(2, '0')}-${day}`,
);

function CarriedOver({ carryOver, set }: { carryOver: CarryOver; set: Set<CarryOver> }) {
  const { text } = speech.value;
  const day = carryOver.expiresOn ?? '';
  const known = [...new Set([...monthEnds, ...(day === '' ? [] : [day])])].toSorted();
  return (
    <div class="form-row">
      <AmountField
        label={text('settings.limit')}
        name="limit"
        hint={text('settings.limit.hint')}
        value={carryOver.limit}
        change={(limit) => set({ limit })}
      />
      <OneOf
        label={text('settings.expiresOn')}
        name="expiresOn"
        value={day}
        options={[
          ['', text('settings.expiresOn.null')] as const,
          ...known.map((one) => [one, dayOfYear(speech.value, one)] as const),
        ]}
        change={(value) => set({ expiresOn: value === '' ? null : value })}
      />
      {day !== '' && (
        <AmountField
          label={text('settings.neverExpiring')}
          name="neverExpiring"
          hint={text('settings.limit.hint')}
          value={carryOver.neverExpiring}
          change={(neverExpiring) => set({ neverExpiring })}
        />
      )}
    </div>
  );
}

const usual: Entitlement = {
  daysPerYear: 24 * oneDay,
  accrual: 'yearly',
  carryOver: { limit: null, neverExpiring: null, expiresOn: null },
};

function BalanceFields({ kind, set }: { kind: LeaveTypeRules; set: Set<LeaveTypeRules> }) {
  const { text } = speech.value;
  const { entitlement } = kind;
  const setPart = (part: Partial<Entitlement>): void => set({ entitlement: { ...(entitlement ?? usual), ...part } });
  return (
    <fieldset>
      <legend class="hidden">{text('settings.entitlement')}</legend>
      <Check
        label={text('settings.balance.kept')}
        checked={entitlement !== null}
        change={(kept) => set({ entitlement: kept ? usual : null })}
      />
      {entitlement !== null && (
        <div class="form settings-balance">
          <div class="form-row">
            <NumberField
              label={text('settings.daysPerYear')}
              name="daysPerYear"
              min={0}
              max={3660}
              step="any"
              value={entitlement.daysPerYear / oneDay}
              change={(days) => setPart({ daysPerYear: Math.round(days * oneDay) })}
            />
            <OneOf
              label={text('settings.accrual')}
              name="accrual"
              value={entitlement.accrual}
              options={(['yearly', 'monthly'] as const).map((one) => [one, text(`settings.accrual.${one}`)])}
              change={(accrual) => setPart({ accrual })}
            />
          </div>
          <CarriedOver
            carryOver={entitlement.carryOver}
            set={(part) => setPart({ carryOver: { ...entitlement.carryOver, ...part } })}
          />
        </div>
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
  const { text, language } = speech.value;
  const set: Set<LeaveTypeRules> = (part) => change({ ...kind, ...part });
  return (
    <details class="kind" open={open}>
      <summary>
        <strong>{kind.name[language] || kind.name.uk}</strong> <small>{kindText(speech.value, kind)}</small>
      </summary>
      <div class="form">
        <Names kind={kind} set={set} />
        <Granting kind={kind} set={set} />
        <div class="form-row">
          <NumberField
            label={text('settings.noticeDays')}
            name="noticeDays"
            min={0}
            max={366}
            value={kind.noticeDays}
            change={(noticeDays) => set({ noticeDays })}
          />
          <AmountField
            label={text('settings.longest')}
            name="longest"
            hint={text('settings.limit.hint')}
            value={kind.longest}
            change={(longest) => set({ longest })}
          />
        </div>
        <div class="checks">
          {(['paid', 'halfDays', 'hours'] as const).map((name) => (
            <Check
              key={name}
              label={text(`settings.${name}`)}
              checked={kind[name]}
              change={(on) => set({ [name]: on })}
            />
          ))}
        </div>
        <BalanceFields kind={kind} set={set} />
        {remove !== null && (
          <div class="form-actions">
            <Button kind="quiet" Icon={Trash2} onClick={remove}>
              {text('settings.remove')}
            </Button>
          </div>
        )}
      </div>
    </details>
  );
}
