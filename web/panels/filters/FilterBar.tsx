import { CalendarClock, ListFilter, X } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { StatisticAnswer } from '#api/answers.ts';
import { isLocalDate } from '#lib/dates.ts';
import { textOf } from '../../data/answer.ts';
import { scope } from '../../data/scope.ts';
import { useAsk } from '../../data/useAsk.ts';
import { IconButton } from '../../kit/IconButton.tsx';
import { announce, speech, today } from '../../language/appearance.ts';
import { type Filters, noFilters, periodFor, writeFilters } from './address.ts';
import { Choice } from './Choice.tsx';
import { presets } from './period.ts';
import { useFilters } from './useFilters.ts';

interface Part {
  readonly filters: Filters;
  readonly change: (part: Partial<Filters>) => void;
}

const DayInput = ({ label, value, change }: { label: string; value: string; change: (day: string) => void }) => (
  <label class="field">
    <span>{label}</span>
    <input type="date" value={value} onChange={({ currentTarget }) => change(currentTarget.value)} />
  </label>
);

/** Presets first; a custom period starts from the days that were shown. */
function PeriodChoice({ filters, change }: Part) {
  const { text } = speech.value;
  const period = periodFor(filters, today.value);
  const custom = typeof filters.period !== 'string';
  function set(part: Partial<typeof period>): void {
    const next = { ...period, ...part };
    if (isLocalDate(next.from) && isLocalDate(next.to)) change({ period: next });
  }
  return (
    <>
      <fieldset class="switch periods">
        <legend class="hidden">{text('filters.period')}</legend>
        {presets.map((preset) => (
          <label key={preset}>
            <input
              type="radio"
              name="period"
              checked={filters.period === preset}
              onChange={() => change({ period: preset })}
            />
            <span>{text(`period.${preset}`)}</span>
          </label>
        ))}
        <label>
          <input type="radio" name="period" checked={custom} onChange={() => change({ period })} />
          <span>{text('period.custom')}</span>
        </label>
      </fieldset>
      {custom && (
        <span class="fields">
          <DayInput label={text('day.from')} value={period.from} change={(from) => set({ from })} />
          <DayInput label={text('day.to')} value={period.to} change={(to) => set({ to })} />
        </span>
      )}
    </>
  );
}

/** Now, unless a day is asked for. */
function AsOf({ filters, change }: Part) {
  const { text } = speech.value;
  if (filters.asOf === null)
    return (
      <button type="button" onClick={() => change({ asOf: today.value })}>
        <CalendarClock size={14} aria-hidden="true" />
        {text('filters.asOf.now')}
      </button>
    );
  return (
    <span class="fields">
      <DayInput
        label={text('filters.asOf')}
        value={filters.asOf}
        change={(day) => isLocalDate(day) && change({ asOf: day })}
      />
      <IconButton
        Icon={X}
        size={14}
        label={text('filters.asOf.back')}
        title={text('filters.asOf.back')}
        onClick={() => change({ asOf: null })}
      />
    </span>
  );
}

/** The choices there are come as the company grows. */
const slowly = { live: ['employees'], gap: 30_000 };

function useChoices() {
  const { compare } = speech.value;
  const { data: departments } = useAsk<readonly string[]>('/api/departments', slowly);
  const { data: kinds } = useAsk<StatisticAnswer>('/api/statistics/requests_by_status?by=leaveType', slowly);
  return {
    departments: (departments ?? []).toSorted(compare),
    leaveTypes: (kinds?.rows ?? []).map((row) => textOf(row, 'leaveType')).toSorted(compare),
  };
}

/** What the filters say, in words. */
function inWords(filters: Filters): string {
  const { text, word, list, range, day } = speech.value;
  const period = periodFor(filters, today.value);
  const said = [typeof filters.period === 'string' ? text(`period.${filters.period}`) : range(period.from, period.to)];
  if (filters.departments.length > 0) said.push(list(filters.departments.map((name) => word('department', name))));
  if (filters.leaveTypes.length > 0) said.push(list(filters.leaveTypes.map((name) => word('leaveType', name))));
  if (filters.asOf !== null) said.push(`${text('filters.asOf')} ${day(filters.asOf)}`);
  return said.join(' · ');
}

/** One bar for every panel and page. A narrow screen shows what is chosen and opens the rest on demand. */
export function FilterBar() {
  const { filters, change } = useFilters();
  const { departments, leaveTypes } = useChoices();
  const [open, setOpen] = useState(false);
  const { text } = speech.value;
  const said = inWords(filters);
  function changeAndSay(part: Partial<Filters>): void {
    change(part);
    announce(text('filters.applied', { filters: inWords({ ...filters, ...part }) }));
  }
  return (
    <section class="filters" aria-label={text('filters.label')} data-open={open}>
      <button type="button" class="filters-open" aria-expanded={open} onClick={() => setOpen(!open)}>
        <ListFilter size={14} aria-hidden="true" />
        <span class="hidden">{text('filters.open')}: </span>
        {said}
      </button>
      <div class="filters-body">
        <PeriodChoice filters={filters} change={changeAndSay} />
        {scope.value !== 'self' && (
          <Choice
            label={text('department')}
            all={text('departments.all')}
            prefix="department"
            options={departments}
            chosen={filters.departments}
            change={(chosen) => changeAndSay({ departments: chosen })}
          />
        )}
        <Choice
          label={text('leaveType')}
          all={text('filters.leaveTypes.all')}
          prefix="leaveType"
          options={leaveTypes}
          chosen={filters.leaveTypes}
          change={(chosen) => changeAndSay({ leaveTypes: chosen })}
        />
        <AsOf filters={filters} change={changeAndSay} />
        {writeFilters(filters) !== '' && (
          <button type="button" class="quiet" onClick={() => changeAndSay(noFilters)}>
            <X size={14} aria-hidden="true" />
            {text('filters.clear')}
          </button>
        )}
      </div>
    </section>
  );
}
