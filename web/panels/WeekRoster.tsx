import { ScrollBox } from '../kit/ScrollBox.tsx';
import { speech } from '../language/appearance.ts';
import type { Roster } from './panel.ts';

function markLabel(mark: string, day: string): string {
  const { text, weekday } = speech.value;
  const kind = text(mark.startsWith('sick') ? 'leaveType.sick' : 'away.vacation');
  return text(mark.endsWith('half') ? 'away.half' : 'away.full', { kind, day: weekday(day) });
}

/** The people of the week, a cell for each day; who is away today comes first. */
export function WeekRoster({ roster, today }: { roster: Roster; today: string }) {
  const { text, weekday } = speech.value;
  return (
    <ScrollBox class="roster" label={text('away.list')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text('person')}</th>
            {roster.days.map((day) => (
              <th key={day} scope="col" aria-label={weekday(day)} data-today={day === today}>
                {weekday(day).slice(0, 2)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {roster.people.map(({ id, name, department, days }) => (
            <tr key={id}>
              <th scope="row">
                <span class="roster-person" title={`${name}, ${department}`}>
                  <span>{name}</span> <small>{department}</small>
                </span>
              </th>
              {days.map((mark, index) => (
                <td key={roster.days[index]} data-today={roster.days[index] === today}>
                  {mark !== '' && (
                    <span class={`mark ${mark}`} role="img" aria-label={markLabel(mark, roster.days[index] ?? today)} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
