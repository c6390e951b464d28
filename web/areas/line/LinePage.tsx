import { useMemo } from 'preact/hooks';
import type { LineState } from '#api/answers.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Answered } from '../../kit/Answered.tsx';
import { DataTable } from '../../kit/DataTable.tsx';
import { FigureText } from '../../kit/FigureText.tsx';
import { Page } from '../../kit/Page.tsx';
import { numberColumn, type TableView, textColumn } from '../../kit/table.ts';
import { Words } from '../../kit/Words.tsx';
import { now, speech } from '../../language/appearance.ts';
import { SetAside } from './SetAside.tsx';

const total = (counts: Readonly<Record<string, number>> | null): number | null =>
  counts === null ? null : Object.values(counts).reduce((sum, count) => sum + count, 0);

const Figure = ({ label, count }: { label: string; count: number | null }) => (
  <li>
    <FigureText
      label={label}
      value={count === null ? '–' : speech.value.number(count)}
      note={count === null ? speech.value.text('line.unknown') : ''}
    />
  </li>
);

function tableOf({ tables }: LineState): TableView {
  const { text, number, moment } = speech.value;
  return {
    csv: null,
    columns: [
      textColumn('name', text('table')),
      numberColumn('rows', text('line.rows'), number),
      numberColumn('lag', text('line.lag'), number),
      textColumn('changedAt', text('line.lastRow'), (value) => (typeof value === 'number' ? moment(value) : '–')),
    ],
    rows: tables.map(({ name, rows, lag, changedAt }) => ({
      name,
      rows,
      lag,
      changedAt: changedAt === null ? null : Date.parse(changedAt),
    })),
  };
}

/**
 * Publishers that give one id to several events: all of them count, but a publisher that repeats itself looks the same.
 */
function reusedOf({ reusedIds }: LineState): TableView {
  const { text, number, moment } = speech.value;
  return {
    csv: null,
    columns: [
      textColumn('source', text('line.source')),
      numberColumn('ids', text('line.ids'), number),
      numberColumn('events', text('line.reused.events'), number),
      textColumn('lastAt', text('line.reused.last'), (value) => moment(Number(value))),
      textColumn('eventId', text('line.reused.id')),
    ],
    rows: reusedIds.map(({ lastAt, ...row }) => ({ ...row, lastAt: Date.parse(lastAt) })),
  };
}

function ReusedIds({ state }: { state: LineState }) {
  const voice = speech.value;
  const { text } = voice;
  const table = useMemo(() => reusedOf(state), [state, voice]);
  return (
    <section class="panel rows rows-short stacks stacks-evenly">
      <h2>{text('line.reused')}</h2>
      <p>{text('line.reused.why')}</p>
      <DataTable view={table} label={text('table.scroll', { title: text('line.reused') })} />
    </section>
  );
}

function answerOf({ lag, lastEventAt }: LineState) {
  const { sentence, text, plural, ago } = speech.value;
  if (lastEventAt === null) return sentence('line.answer.empty');
  const waiting = total(lag);
  return sentence('line.answer', {
    waiting: waiting === null ? text('line.unknown') : plural('unit.records', waiting),
    ago: ago(Date.parse(lastEventAt), now.value),
  });
}

function State({ state }: { state: LineState }) {
  const voice = speech.value;
  const { text, moment } = voice;
  const table = useMemo(() => tableOf(state), [state, voice]);
  return (
    <>
      <p class="answer">
        <Words segments={answerOf(state)} />
        {state.kafka.away !== null && (
          <span class="partial">{text('line.kafka', { time: moment(Date.parse(state.kafka.away)) })}</span>
        )}
      </p>
      <ul class="figures">
        <Figure label={text('line.lag')} count={total(state.lag)} />
        <Figure label={text('line.deadLetters')} count={state.deadLetters} />
        <Figure label={text('line.incomplete')} count={total(state.incomplete)} />
      </ul>
      <div class="panel rows rows-short stacks stacks-evenly">
        <DataTable view={table} label={text('table.scroll', { title: text('page.line') })} />
      </div>
      <SetAside state={state} />
      {state.reusedIds.length > 0 && <ReusedIds state={state} />}
    </>
  );
}

/** Whether the line keeps up, for whoever runs it. */
export default function Line() {
  const state = useAsk<LineState>('/api/line', { live: ['events', 'requests'], gap: 2000 });
  return (
    <Page title={speech.value.text('page.line')}>
      <Answered of={state} skeleton="panel rows picture">
        {(known) => <State state={known} />}
      </Answered>
    </Page>
  );
}
