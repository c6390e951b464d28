import { useState } from 'preact/hooks';
import type { FullPerson, Move, ScheduleChange } from '#services/user/answers.ts';
import { send } from '../../data/call.ts';
import { ActDialog } from '../../kit/ActDialog.tsx';
import { speech, today } from '../../language/appearance.ts';
import { DepartmentField, FromField } from './employmentFields.tsx';
import { usualWeek, weekdays } from './week.ts';

interface DialogProps<Change> {
  readonly person: FullPerson;
  /** The earlier change that is corrected; null: it is a new one. */
  readonly corrects: Change | null;
  readonly close: () => void;
}

const pathOf = ({ employeeId }: FullPerson, of: string): string =>
  `/api/user/people/${encodeURIComponent(employeeId)}/${of}`;

/** To another department from a day on, or another word about an earlier move. */
export function MoveDialog({ person, corrects, close }: DialogProps<Move>) {
  const { text } = speech.value;
  const [department, setDepartment] = useState(corrects?.department ?? '');
  const [effectiveFrom, setDay] = useState(corrects?.from ?? today.value);
  const body = { department, effectiveFrom, voids: corrects?.id ?? null };
  return (
    <ActDialog
      title={text(corrects === null ? 'person.move' : 'person.move.correct')}
      close={close}
      verb={text(corrects === null ? 'person.move.do' : 'person.correct')}
      ready={department !== '' && effectiveFrom !== ''}
      act={() => send('POST', pathOf(person, 'moves'), body, { ifMatch: person.version })}
      said={text('person.moved')}
    >
      {(problem) => (
        <>
          {corrects !== null && <p class="muted">{text('person.correct.text')}</p>}
          <DepartmentField value={department} change={setDepartment} problem={problem} />
          <FromField value={effectiveFrom} change={setDay} problem={problem} />
        </>
      )}
    </ActDialog>
  );
}

/** Takes a move back: what held the day before it holds on. */
export function TakeBackDialog({ person, corrects, close }: DialogProps<Move> & { readonly corrects: Move }) {
  const { text, day } = speech.value;
  const path = pathOf(person, `moves/${corrects.id}`);
  return (
    <ActDialog
      title={text('person.takeBack.title')}
      verb={text('person.takeBack')}
      close={close}
      danger
      act={() => send('DELETE', path, undefined, { ifMatch: person.version })}
      said={text('person.takenBack')}
    >
      {() => <p>{text('person.takeBack.text', { department: corrects.department, day: day(corrects.from) })}</p>}
    </ActDialog>
  );
}

const steps = [1, 0.75, 0.5, 0.25, 0];

/** Which part of a weekday is worked: quarters, and what is said of it now. */
function ShareChoice({ name, share, change }: { name: string; share: number; change: (share: number) => void }) {
  const { text, percent } = speech.value;
  const options = [...new Set([...steps, share])].toSorted((a, b) => b - a);
  const said = (one: number): string => (one === 0 ? text('week.off') : one === 1 ? text('week.whole') : percent(one));
  return (
    <label class="week-day">
      <span>{name}</span>
      <select value={String(share)} onChange={({ currentTarget }) => change(Number(currentTarget.value))}>
        {options.map((one) => (
          <option key={one} value={String(one)}>
            {said(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The weekdays that somebody works from a day on. */
export function ScheduleDialog({ person, corrects, close }: DialogProps<ScheduleChange>) {
  const { text } = speech.value;
  const [schedule, setSchedule] = useState(corrects?.schedule ?? person.schedule ?? usualWeek);
  const [effectiveFrom, setDay] = useState(corrects?.from ?? today.value);
  const body = { schedule, effectiveFrom, voids: corrects?.id ?? null };
  return (
    <ActDialog
      title={text(corrects === null ? 'person.schedule' : 'person.schedule.correct')}
      close={close}
      wide
      verb={text(corrects === null ? 'person.schedule.do' : 'person.correct')}
      ready={effectiveFrom !== '' && schedule.some((share) => share > 0)}
      act={() => send('POST', pathOf(person, 'schedules'), body, { ifMatch: person.version })}
      said={text('person.scheduled')}
    >
      {(problem) => (
        <>
          {corrects !== null && <p class="muted">{text('person.correct.text')}</p>}
          <fieldset class="week">
            <legend>{text('person.week')}</legend>
            {weekdays(speech.value).map((name, place) => (
              <ShareChoice
                key={name}
                name={name}
                share={schedule[place] ?? 0}
                change={(share) => setSchedule(schedule.with(place, share))}
              />
            ))}
          </fieldset>
          <FromField value={effectiveFrom} change={setDay} problem={problem} />
        </>
      )}
    </ActDialog>
  );
}
