import { ChevronLeft, ChevronRight, Sun } from 'lucide-preact';
import { useLocation } from 'preact-iso';
import './calendar.css';
import type { Team } from '#services/calendar/answers.ts';
import { useAsk } from '../../data/useAsk.ts';
import { EmptyState } from '../../kit/EmptyState.tsx';
import { Failure } from '../../kit/Failure.tsx';
import { Page } from '../../kit/Page.tsx';
import { Words } from '../../kit/Words.tsx';
import { speech, today } from '../../language/appearance.ts';
import { Feeds } from './Feeds.tsx';
import { MonthTable } from './MonthTable.tsx';
import { daysOfMonth, monthBeside, rowsOf } from './month.ts';

interface Choice {
  readonly month: string;
  readonly department: string | null;
}

/** The month and the department of the address. */
function useChoice() {
  const { query, path, route } = useLocation();
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(query.month ?? '') ? (query.month ?? '') : today.value.slice(0, 7);
  const choice: Choice = { month, department: query.department ?? null };
  function change(part: Partial<Choice>): void {
    const wanted = { ...choice, ...part };
    const search = new URLSearchParams({
      month: wanted.month,
      ...(wanted.department !== null && { department: wanted.department }),
    });
    route(`${path}?${search}`, true);
  }
  return { ...choice, change };
}

function MonthChoice({ month, change }: { month: string; change: (month: string) => void }) {
  const { text, month: named } = speech.value;
  function step(by: 1 | -1, key: 'calendar.before' | 'calendar.after') {
    const Icon = by < 0 ? ChevronLeft : ChevronRight;
    return (
      <button type="button" class="icon-button" aria-label={text(key)} onClick={() => change(monthBeside(month, by))}>
        <Icon size={16} aria-hidden="true" />
      </button>
    );
  }
  return (
    <span class="month-choice">
      {step(-1, 'calendar.before')}
      <strong aria-live="polite">{named(`${month}-01`)}</strong>
      {step(1, 'calendar.after')}
    </span>
  );
}

const DepartmentChoice = ({ team, change }: { team: Team; change: (department: string) => void }) =>
  team.departments.length < 2 ? null : (
    <label class="field">
      <span>{speech.value.text('calendar.department')}</span>
      <select value={team.department ?? ''} onChange={(event) => change(event.currentTarget.value)}>
        {team.departments.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );

function Answer({ team, month }: { team: Team; month: string }) {
  const { sentence, plural, list } = speech.value;
  const away = team.leave.filter(({ from, to }) => from <= today.value && today.value <= to);
  const people = new Set(team.leave.map(({ employeeId }) => employeeId)).size;
  const values = {
    people: plural('unit.people', people),
    today: away.length === 0 ? '' : list(away.slice(0, 5).map(({ name }) => name)),
  };
  const thisMonth = today.value.startsWith(month);
  const key = thisMonth ? (away.length > 0 ? 'calendar.answer.today' : 'calendar.answer.nobody') : 'calendar.answer';
  return <Words segments={sentence(key, values)} />;
}

/** Who of a department is away, day by day. */
export default function Calendar() {
  const { text, compare } = speech.value;
  const { month, department, change } = useChoice();
  const days = daysOfMonth(month);
  const query = new URLSearchParams({ from: days[0] ?? '', to: days.at(-1) ?? '', ...(department && { department }) });
  const { data, current, problem, reload } = useAsk<Team>(`/api/calendar/leave?${query}`, { live: ['requests'] });
  const rows = rowsOf(data?.leave ?? [], days, compare);
  return (
    <Page
      title={data?.department ? text('page.calendar', { department: data.department }) : text('page.calendar.none')}
    >
      <div class="rows-head">
        <p class="answer">{data !== null && <Answer team={data} month={month} />}</p>
        <div class="fields">
          {data !== null && <DepartmentChoice team={data} change={(name) => change({ department: name })} />}
          <MonthChoice month={month} change={(wanted) => change({ month: wanted })} />
        </div>
      </div>
      <div class="panel" aria-busy={!current} data-old={data !== null && !current}>
        {data === null && problem === null && <div class="skeleton team-skeleton" aria-hidden="true" />}
        {data === null && problem !== null && <Failure problem={problem} retry={reload} />}
        {data !== null && !data.ready && <p class="partial">{text('calendar.reading')}</p>}
        {data !== null && rows.length === 0 && (
          <EmptyState Icon={Sun} title={text('calendar.empty')} text={text('calendar.empty.text')} />
        )}
        {rows.length > 0 && <MonthTable rows={rows} days={days} />}
      </div>
      <Feeds department={data?.department ?? null} />
    </Page>
  );
}
