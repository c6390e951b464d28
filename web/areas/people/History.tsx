import { useState } from 'preact/hooks';
import type { FullPerson, History as Told } from '#services/user/answers.ts';
import { isOffice } from '../../data/rights.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Answered, freshness } from '../../kit/Answered.tsx';
import { Button } from '../../kit/Button.tsx';
import { Section } from '../../kit/Section.tsx';
import { Table } from '../../kit/Table.tsx';
import { speech } from '../../language/appearance.ts';
import { MoveDialog, ScheduleDialog, TakeBackDialog } from './MoveDialogs.tsx';
import { type Entry, isBeginning, isOpen, storyOf } from './timeline.ts';
import { weekText } from './week.ts';

type Doing = { readonly what: 'correct' | 'takeBack'; readonly entry: Entry } | null;

function whatOf(entry: Entry): string {
  const { text } = speech.value;
  if (entry.kind === 'move') return text('story.move', { department: entry.change.department });
  return text('story.schedule', { week: weekText(speech.value, entry.change.schedule) || text('person.week.none') });
}

function Row({ entry, open }: { entry: Entry; open: (doing: Doing) => void }) {
  const { text, day, moment } = speech.value;
  const { change } = entry;
  const from = isBeginning(entry) ? text('story.beginning') : day(change.from);
  return (
    <tr class={change.counts ? '' : 'corrected'}>
      <th scope="row">{from}</th>
      <td>
        {whatOf(entry)} {!change.counts && <span class="badge badge-quiet">{text('story.corrected')}</span>}
        <small class="story-said">{text('story.said', { moment: moment(Date.parse(change.at)) })}</small>
      </td>
      {isOffice.value && (
        <td class="row-actions">
          {isOpen(entry) && (
            <Button kind="quiet" onClick={() => open({ what: 'correct', entry })}>
              {text('person.correct')}
            </Button>
          )}
          {isOpen(entry) && entry.kind === 'move' && (
            <Button kind="quiet" onClick={() => open({ what: 'takeBack', entry })}>
              {text('person.takeBack')}
            </Button>
          )}
        </td>
      )}
    </tr>
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
  const { text } = speech.value;
  if (story.length === 0) return <p class="muted">{text('story.none')}</p>;
  const headings = [{ name: text('story.from') }, { name: text('story.what') }];
  const actions = { name: text('people.column.actions'), hidden: true };
  return (
    <Table
      label={text('table.scroll', { title: text('story.title') })}
      headings={isOffice.value ? [...headings, actions] : headings}
    >
      {story.map((entry) => (
        <Row key={entry.change.id + entry.kind} entry={entry} open={open} />
      ))}
    </Table>
  );
}

/** Where and when somebody has worked, and what was corrected of it. */
export function History({ person }: { person: FullPerson }) {
  const { text } = speech.value;
  const path = `/api/user/people/${encodeURIComponent(person.employeeId)}/history`;
  const history = useAsk<Told>(path, { live: ['employees'] });
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
