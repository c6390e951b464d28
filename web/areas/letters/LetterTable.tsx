import type { LetterRow } from '#api/answers.ts';
import { localDate } from '#lib/dates.ts';
import { Table } from '../../kit/Table.tsx';
import { speech } from '../../language/appearance.ts';
import { reasonText, stageText } from './words.ts';

interface LetterTableProps {
  readonly letters: readonly LetterRow[];
  readonly chosen: ReadonlySet<string>;
  readonly choose: (place: string, chosen: boolean) => void;
  readonly open: (letter: LetterRow) => void;
}

function When({ at }: Pick<LetterRow, 'at'>) {
  const voice = speech.value;
  if (at === null) return <span class="muted">{voice.text('letters.at.unknown')}</span>;
  const ms = Date.parse(at);
  return (
    <>
      {voice.clock(ms)} <small>{voice.day(localDate(ms, voice.zone))}</small>
    </>
  );
}

function Row({ letter, chosen, choose, open }: Omit<LetterTableProps, 'letters'> & { letter: LetterRow }) {
  const voice = speech.value;
  const { place, reason, detail, publisher, queue, stage, state } = letter;
  const what = reasonText(voice, reason);
  return (
    <tr>
      <td class="letter-choice">
        <input
          type="checkbox"
          aria-label={voice.text('letters.choose', { place })}
          checked={chosen.has(place)}
          onChange={(event) => choose(place, event.currentTarget.checked)}
        />
      </td>
      <th scope="row">
        <button
          type="button"
          class="letter-open"
          aria-haspopup="dialog"
          aria-label={voice.text('letters.open', { place, reason: what })}
          onClick={() => open(letter)}
        >
          {what}
        </button>
        {state !== 'open' && <span class="badge">{voice.text(`letters.state.${state}`)}</span>}
        {detail !== '' && (
          <small class="letter-detail" lang="en">
            {detail}
          </small>
        )}
      </th>
      <td data-label={voice.text('letters.publisher')}>{publisher || '–'}</td>
      <td data-label={voice.text('letters.stage')}>
        {stageText(voice, stage)}
        <small class="letter-detail">{queue}</small>
      </td>
      <td class="letter-when" data-label={voice.text('letters.at')}>
        <When at={letter.at} />
      </td>
    </tr>
  );
}

/** Letters, newest first: why, whose, where, when; nothing of the content. */
export function LetterTable({ letters, ...props }: LetterTableProps) {
  const { text } = speech.value;
  const headings = [
    { name: text('letters.choice'), hidden: true },
    { name: text('letters.reason') },
    { name: text('letters.publisher') },
    { name: text('letters.stage') },
    { name: text('letters.at') },
  ];
  return (
    <Table class="letters-table stacks stacks-evenly" label={text('letters.table')} headings={headings}>
      {letters.map((letter) => (
        <Row key={letter.place} letter={letter} {...props} />
      ))}
    </Table>
  );
}
