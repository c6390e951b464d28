import { useMemo } from 'preact/hooks';
import type { LeaveRequest, SickNote } from '#services/vacation/answers.ts';
import { Legend } from '../../kit/Legend.tsx';
import { speech, today } from '../../language/appearance.ts';
import { firstOf, type Mark, marksOf, weeksOf } from './year.ts';

function Month({ year, month, marks }: { year: number; month: number; marks: ReadonlyMap<string, Mark> }) {
  const { shortMonth, text, weekday, dayOfMonth } = speech.value;
  const name = shortMonth(firstOf(year, month));
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
}

const legend: readonly Mark[] = ['approved', 'pending', 'sick'];

/** A year at a glance: what was granted, what waits, and when one was ill. */
export function YearCalendar(props: {
  readonly year: number;
  readonly requests: readonly LeaveRequest[];
  readonly notes: readonly SickNote[];
}) {
  const { year, requests, notes } = props;
  const marks = useMemo(() => marksOf(requests, notes), [requests, notes]);
  return (
    <>
      <div class="year">
        {Array.from({ length: 12 }, (_, month) => (
          <Month key={month} year={year} month={month} marks={marks} />
        ))}
      </div>
      <Legend entries={legend.map((mark) => ({ label: speech.value.text(`mark.${mark}`), swatch: `day-${mark}` }))} />
    </>
  );
}
