import { DateField } from '../../kit/Field.tsx';
import { speech } from '../../language/appearance.ts';

interface PeriodFieldsProps {
  readonly from: string;
  readonly to: string;
  readonly change: (part: { readonly from?: string; readonly to?: string }) => void;
  /** The earliest last day, where no first one is chosen. */
  readonly earliest?: string;
}

/** From a day to a day, which is not before it. */
export function PeriodFields({ from, to, change, earliest }: PeriodFieldsProps) {
  const { text } = speech.value;
  return (
    <div class="form-row">
      <DateField
        label={text('day.first')}
        name="from"
        value={from}
        change={(day) => change({ from: day, to: to < day ? day : to })}
      />
      <DateField
        label={text('day.last')}
        name="to"
        value={to}
        min={from || earliest}
        change={(day) => change({ to: day })}
        error={to !== '' && to < from ? text('leave.to.early') : null}
      />
    </div>
  );
}
