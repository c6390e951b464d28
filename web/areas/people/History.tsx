import { useState } from 'preact/hooks';
import type { FullPerson, History as Told } from '#services/user/answers.ts';
import { isOffice } from '../../data/rights.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Answered, freshness } from '../../kit/Answered.tsx';
import { Button } from '../../kit/Button.tsx';
import { Section } from '../../kit/Section.tsx';
import { actionsColumn, type Column, Table } from '../../kit/Table.tsx';
import { speech } from '../../language/appearance.ts';
import { pathOf } from '../directory/path.ts';
import { MoveDialog, ScheduleDialog, TakeBackDialog } from './MoveDialogs.tsx';
import { type Entry, isBeginning, isOpen, storyOf } from './timeline.ts';
import { weekText } from './week.ts';

type Doing = { readonly what: 'correct' | 'takeBack'; readonly entry: Entry } | null;

function whatOf(entry: Entry): string {
  const { text } = speech.value;
  if (entry.kind === 'move') return text('story.move', { department: entry.change.department });
  return text('story.schedule', { week: weekText(speech.value, entry.change.schedule) || text('person.week.none') });
}

function Actions({ entry, open }: { entry: Entry; open: (doing: Doing) => void }) {
  const { text } = speech.value;
  if (!isOpen(entry)) return null;
  return (
    <>
      <Button kind="quiet" onClick={() => open({ what: 'correct', entry })}>
        {text('person.correct')}
      </Button>
      {entry.kind === 'move' && (
        <Button kind="quiet" onClick={() => open({ what: 'takeBack', entry })}>
          {text('do.takeBack')}
        </Button>
      )}
    </>
  );
}

function What({ entry }: { entry: Entry }) {
  const { text, moment } = speech.value;
  const { counts, at } = entry.change;
  return (
    <>
      {whatOf(entry)} {!counts && <span class="badge badge-quiet">{text('story.corrected')}</span>}
      <small class="block">{text('story.said', { moment: moment(Date.parse(at)) })}</small>
    </>
  );
}

function Opened({ doing, person, close }: { doing: Doing; person: FullPerson; close: () => void }) {
  if (doing === null) return null;
  const { what, entry } = doing;
  if (entry.kind === 'schedule') return <ScheduleDialog person={person} corrects={entry.change} close={close} />;
  if (what === 'correct') return <MoveDialog person={person} corrects={entry.change} close={close} />;
  return <TakeBackDialog person={person} corrects={entry.change} close={close} />;
}

function Story({ story, open }: { story: readonly Entry[]; open: (doing: Doing) => void }) {
  const { text, day } = speech.value;
  if (story.length === 0) return <p class="muted">{text('story.none')}</p>;
  const columns: readonly Column<Entry>[] = [
    {
      name: text('story.from'),
      cell: (entry) => (isBeginning(entry) ? text('story.beginning') : day(entry.change.from)),
    },
    { name: text('what'), cell: (entry) => <What entry={entry} /> },
    ...actionsColumn(isOffice.value, (entry: Entry) => <Actions entry={entry} open={open} />),
  ];
  return (
    <Table
      label={text('table.scroll', { title: text('story.title') })}
      columns={columns}
      rows={story}
      keyOf={({ change, kind }) => change.id + kind}
      rowClass={({ change }) => (change.counts ? '' : 'corrected')}
    />
  );
}

/** Where and when somebody has worked, and what was corrected of it. */
export function History({ person }: { person: FullPerson }) {
  const { text } = speech.value;
  const history = useAsk<Told>(pathOf(person, '/history'), { live: ['employees'] });
  const [doing, open] = useState<Doing>(null);
  return (
    <Section id="story" title={text('story.title')} {...freshness(history)}>
      <Answered of={history} skeleton="team-skeleton">
        {(told) => <Story story={storyOf(told)} open={open} />}
      </Answered>
      <Opened doing={doing} person={person} close={() => open(null)} />
    </Section>
  );
}
