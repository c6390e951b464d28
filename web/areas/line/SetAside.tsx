import { useMemo } from 'preact/hooks';
import type { LineState } from '#api/answers.ts';
import { roles } from '../../data/rights.ts';
import { DataTable } from '../../kit/DataTable.tsx';
import { numberColumn, type TableView, textColumn } from '../../kit/table.ts';
import { speech } from '../../language/appearance.ts';
import { reasonText, stageText } from '../letters/words.ts';

function groupsOf({ deadLettersBy }: LineState): TableView {
  const voice = speech.value;
  const { text, number } = voice;
  return {
    csv: null,
    columns: [
      textColumn('reason', text('letters.reason'), (value) => reasonText(voice, String(value))),
      textColumn('publisher', text('letters.publisher')),
      textColumn('stage', text('letters.stage'), (value) => stageText(voice, String(value))),
      numberColumn('count', text('line.deadLetters.count'), number),
    ],
    rows: deadLettersBy,
  };
}

/** What nobody could use and waits for a decision, by reason and publisher; and the routes that it has stopped. */
export function SetAside({ state }: { state: LineState }) {
  const voice = speech.value;
  const { text, moment } = voice;
  const table = useMemo(() => groupsOf(state), [state, voice]);
  if (state.deadLettersBy.length + state.stoppedRoutes.length === 0) return null;
  return (
    <section class="panel rows rows-short stacks stacks-evenly">
      <h2>{text('line.deadLetters')}</h2>
      {state.stoppedRoutes.map(({ route, since }) => (
        <p key={route} class="partial">
          {text('letters.stopped', { route, since: moment(Date.parse(since)) })}
        </p>
      ))}
      {roles.value.includes('admin') && <a href="/dead-letters">{text('line.deadLetters.open')}</a>}
      <DataTable view={table} label={text('table.scroll', { title: text('line.deadLetters') })} />
    </section>
  );
}
