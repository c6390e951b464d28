import { Sun } from 'lucide-preact';
import { useLocation } from 'preact-iso';
import './calendar.css';
import type { Team } from '#services/calendar/answers.ts';
import { addressOf } from '../../data/address.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Answered, freshness } from '../../kit/Answered.tsx';
import { EmptyState } from '../../kit/EmptyState.tsx';
import { Page } from '../../kit/Page.tsx';
import { SmallSelect } from '../../kit/SmallSelect.tsx';
import { Stepper } from '../../kit/Stepper.tsx';
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
    route(addressOf(path, { ...choice, ...part }), true);
  }
  return { ...choice, change };
}

function MonthChoice({ month, change }: { month: string; change: (month: string) => void }) {
  const { text, month: named } = speech.value;
  return (
    <Stepper
      class="month-choice inline"
      shown={named(`${month}-01`)}
      before={text('calendar.before')}
      after={text('calendar.after')}
      step={(by) => change(monthBeside(month, by))}
    />
  );
}

const DepartmentChoice = ({ team, change }: { team: Team; change: (department: string) => void }) =>
  team.departments.length < 2 ? null : (
    <SmallSelect
      label={speech.value.text('department')}
      value={team.department ?? ''}
      options={team.departments.map((name) => [name, name])}
      change={change}
    />
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

function Leave({ team, days }: { team: Team; days: readonly string[] }) {
  const { text, compare } = speech.value;
  const rows = rowsOf(team.leave, days, compare);
  return (
    <>
      {!team.ready && <p class="partial">{text('calendar.reading')}</p>}
      {rows.length === 0 && <EmptyState Icon={Sun} title={text('calendar.empty')} text={text('calendar.empty.text')} />}
      {rows.length > 0 && <MonthTable rows={rows} days={days} />}
    </>
  );
}

function useTeam(days: readonly string[], department: string | null) {
  const path = addressOf('/api/calendar/leave', { from: days[0] ?? '', to: days.at(-1) ?? '', department });
  return useAsk<Team>(path, { live: ['requests'] });
}

/** Who of a department is away, day by day. */
export default function Calendar() {
  const { text } = speech.value;
  const { month, department, change } = useChoice();
  const days = daysOfMonth(month);
  const team = useTeam(days, department);
  const { data } = team;
  const title = data?.department ? text('page.calendar', { department: data.department }) : text('page.calendar.none');
  return (
    <Page title={title}>
      <div class="rows-head row wrap apart">
        <p class="answer">{data !== null && <Answer team={data} month={month} />}</p>
        <div class="fields">
          {data !== null && <DepartmentChoice team={data} change={(name) => change({ department: name })} />}
          <MonthChoice month={month} change={(wanted) => change({ month: wanted })} />
        </div>
      </div>
      <div class="panel" {...freshness(team)}>
        <Answered of={team} skeleton="team-skeleton">
          {(known) => <Leave team={known} days={days} />}
        </Answered>
      </div>
      <Feeds department={data?.department ?? null} />
    </Page>
  );
}
