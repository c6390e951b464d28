import type { ComponentChildren } from 'preact';
import type { FullPerson, Move, ScheduleChange } from '#services/user/answers.ts';
import { send } from '../../data/call.ts';
import { ActDialog } from '../../kit/ActDialog.tsx';
import { Options } from '../../kit/Options.tsx';
import { useTyped } from '../../kit/typed.ts';
import { speech, today } from '../../language/appearance.ts';
import { pathOf } from '../directory/path.ts';
import { DepartmentField, FromField } from './employmentFields.tsx';
import { usualWeek, weekdays } from './week.ts';

interface DialogProps<Change> {
  readonly person: FullPerson;
  /** The earlier change that is corrected; null: it is a new one. */
  readonly corrects: Change | null;
  readonly close: () => void;
}

interface ChangeDialogProps extends DialogProps<Move | ScheduleChange> {
  readonly kind: 'move' | 'schedule';
  readonly body: { readonly effectiveFrom: string };
  readonly ready: boolean;
  readonly said: string;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

/** Says what holds of somebody from a day on, or what should have been said earlier. */
function ChangeDialog({ person, corrects, close, kind, body, ready, children, ...more }: ChangeDialogProps) {
  const { text } = speech.value;
  const isNew = corrects === null;
  const whole = { ...body, voids: corrects?.id ?? null };
  return (
    <ActDialog
      {...more}
      title={text(isNew ? `person.${kind}` : `person.${kind}.correct`)}
      close={close}
      verb={text(isNew ? `person.${kind}.do` : 'person.correct')}
      ready={ready && body.effectiveFrom !== ''}
      act={() => send('POST', pathOf(person, `/${kind}s`), whole, { ifMatch: person.version })}
    >
      {!isNew && <p class="muted">{text('person.correct.text')}</p>}
      {children}
    </ActDialog>
  );
}

/** To another department from a day on, or another word about an earlier move. */
export function MoveDialog(props: DialogProps<Move>) {
  const { corrects } = props;
  const { typed, field } = useTyped({
    department: corrects?.department ?? '',
    effectiveFrom: corrects?.from ?? today.value,
  });
  const said = speech.value.text('person.moved');
  return (
    <ChangeDialog {...props} kind="move" body={typed} ready={typed.department !== ''} said={said}>
      <DepartmentField {...field('department')} />
      <FromField {...field('effectiveFrom')} />
    </ChangeDialog>
  );
}

/** Takes a move back: what held the day before it holds on. */
export function TakeBackDialog({ person, corrects, close }: DialogProps<Move> & { readonly corrects: Move }) {
  const { text, day } = speech.value;
  const path = pathOf(person, `/moves/${corrects.id}`);
  return (
    <ActDialog
      title={text('person.takeBack.title')}
      verb={text('do.takeBack')}
      close={close}
      danger
      act={() => send('DELETE', path, undefined, { ifMatch: person.version })}
      said={text('person.takenBack')}
    >
      <p>{text('person.takeBack.text', { department: corrects.department, day: day(corrects.from) })}</p>
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
    <label class="week-day stack">
      <span>{name}</span>
      <Options
        value={String(share)}
        options={options.map((one) => [String(one), said(one)])}
        change={(chosen) => change(Number(chosen))}
      />
    </label>
  );
}

/** The weekdays that somebody works from a day on. */
export function ScheduleDialog(props: DialogProps<ScheduleChange>) {
  const { person, corrects } = props;
  const { text } = speech.value;
  const { typed, change, field } = useTyped({
    schedule: corrects?.schedule ?? person.schedule ?? usualWeek,
    effectiveFrom: corrects?.from ?? today.value,
  });
  const { schedule } = typed;
  const works = schedule.some((share) => share > 0);
  return (
    <ChangeDialog {...props} kind="schedule" body={typed} ready={works} said={text('person.scheduled')} wide>
      <fieldset class="week stack">
        <legend>{text('person.week')}</legend>
        {weekdays(speech.value).map((name, place) => (
          <ShareChoice
            key={name}
            name={name}
            share={schedule[place] ?? 0}
            change={(share) => change({ schedule: schedule.with(place, share) })}
          />
        ))}
      </fieldset>
      <FromField {...field('effectiveFrom')} />
    </ChangeDialog>
  );
}
