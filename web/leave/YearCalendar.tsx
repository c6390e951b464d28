import { useMemo } from 'preact/hooks';
import { speech, today } from '../language/appearance.ts';
import type { LeaveRequest, SickNote } from './contract.ts';

type Mark = 'approved' | 'pending' | 'sick';

const DAY = 86_400_000;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Every day from the first to the last. */
const daysBetween = (from: string, to: string): string[] => {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY) days.push(dayOf(at));
  return days;
};

const standing: Readonly<Record<string, Mark>> = {
  approved: 'approved',
  cancellation_requested: 'approved',
  submitted: 'pending',
};

/** What each day of somebody is; of two the one that stands. */
const marksOf = (requests: readonly LeaveRequest[], notes: readonly SickNote[]): ReadonlyMap<string, Mark> => {
  const marks = new Map<string, Mark>();
  for (const { status, from, to } of requests) {
    const mark = standing[status];
    if (mark !== undefined)
      for (const day of daysBetween(from, to)) if (marks.get(day) !== 'approved') marks.set(day, mark);
  }
  for (const { status, from, to } of notes)
    if (status === 'reported') for (const day of daysBetween(from, to)) marks.set(day, 'sick');
  return marks;
};

/** The weeks of a month, Monday first; null before its first day. */
const weeksOf = (year: number, month: number): (string | null)[][] => {
  const first = Date.UTC(year, month, 1);
  const lead = (new Date(first).getUTCDay() + 6) % 7;
  const count = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const cells = [...Array<null>(lead).fill(null), ...Array.from({ length: count }, (_, at) => dayOf(first + at * DAY))];
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, at) => cells.slice(at * 7, at * 7 + 7));
};

const Month = ({ year, month, marks }: { year: number; month: number; marks: ReadonlyMap<string, Mark> }) => {
  const { shortMonth, text, weekday, dayOfMonth } = speech.value;
  const name = shortMonth(dayOf(Date.UTC(year, month, 1)));
  return (
    <table class="month">
      <caption>{name}</caption>
      <tbody>
        {weeksOf(year, month).map((week) => (
          <tr key={week.find((day) => day !== null)}>
            {week.map((day, place) => {
              const mark = day === null ? undefined : marks.get(day);
              const label = day !== null && mark !== undefined ? `${weekday(day)}: ${text(`mark.${mark}`)}` : undefined;
              return (
                <td
                  key={day ?? `before ${place}`}
                  class={mark === undefined ? '' : `day-${mark}`}
                  data-today={day === today.value}
                  data-weekend={place > 4}
                  aria-label={label}
                  title={label}
                >
                  {day === null ? '' : dayOfMonth(day)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const legend: readonly Mark[] = ['approved', 'pending', 'sick'];

/** A year at a glance: what was granted, what waits, and when one was ill. */
export const YearCalendar = (props: {
  readonly year: number;
  readonly requests: readonly LeaveRequest[];
  readonly notes: readonly SickNote[];
}) => {
  const { year, requests, notes } = props;
  const marks = useMemo(() => marksOf(requests, notes), [requests, notes]);
  return (
    <>
      <div class="year">
        {Array.from({ length: 12 }, (_, month) => (
          <Month key={month} year={year} month={month} marks={marks} />
        ))}
      </div>
      <ul class="legend">
        {legend.map((mark) => (
          <li key={mark}>
            <span class={`swatch day-${mark}`} aria-hidden="true" />
            {speech.value.text(`mark.${mark}`)}
          </li>
        ))}
      </ul>
    </>
  );
};
