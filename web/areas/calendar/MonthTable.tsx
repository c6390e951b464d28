import { useEffect, useRef } from 'preact/hooks';
import type { TeamLeave } from '#services/calendar/answers.ts';
import { ScrollBox } from '../../kit/ScrollBox.tsx';
import { speech, today } from '../../language/appearance.ts';
import { isWeekend, type PersonRow } from './month.ts';

function Cell({ leave, day, name }: { leave: TeamLeave | undefined; day: string; name: string }) {
  const { text, weekday, word } = speech.value;
  const half = leave !== undefined && leave.dayPart !== 'full';
  const kind = leave?.leaveType ? word('leaveType', leave.leaveType) : text('calendar.isAway');
  const label = leave && text(half ? `calendar.${leave.dayPart}` : 'calendar.full', { kind, day: weekday(day), name });
  return (
    <td data-today={day === today.value} data-weekend={isWeekend(day)}>
      {leave !== undefined && (
        <span class={`away-mark ${half ? `away-${leave.dayPart}` : ''}`} role="img" aria-label={label} title={label} />
      )}
    </td>
  );
}

/** Scrolls to today where the month is wider than its place: what is past is to the left of it. */
function useTodayInSight(month: string | undefined) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = box.current;
    const cell = element?.querySelector<HTMLElement>('thead [data-today="true"]');
    const names = element?.querySelector<HTMLElement>('thead th');
    if (element) element.scrollLeft = cell && names ? cell.offsetLeft - names.offsetWidth - cell.offsetWidth : 0;
  }, [month]);
  return box;
}

/** Who is away on which day of a month; people who are there all the time are left out. */
export function MonthTable({ rows, days }: { rows: readonly PersonRow[]; days: readonly string[] }) {
  const { text, weekday, dayOfMonth, shortWeekday } = speech.value;
  const counts = days.map((_, at) => rows.filter((row) => row.days[at] !== undefined).length);
  const box = useTodayInSight(days[0]);
  return (
    <ScrollBox box={box} class="team-box" label={text('calendar.table')}>
      <table class="month-table">
        <thead>
          <tr>
            <th scope="col">{text('person')}</th>
            {days.map((day) => (
              <th
                key={day}
                scope="col"
                aria-label={weekday(day)}
                data-today={day === today.value}
                data-weekend={isWeekend(day)}
              >
                <span>{shortWeekday(day).slice(0, 2)}</span>
                {dayOfMonth(day)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ employeeId, name, days: own }) => (
            <tr key={employeeId}>
              <th scope="row">
                <a href={`/people/${encodeURIComponent(employeeId)}`}>{name}</a>
              </th>
              {own.map((leave, at) => (
                <Cell key={days[at]} leave={leave} day={days[at] ?? ''} name={name} />
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{text('calendar.count')}</th>
            {counts.map((count, at) => (
              <td key={days[at]} data-today={days[at] === today.value}>
                {count > 0 ? count : ''}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </ScrollBox>
  );
}
