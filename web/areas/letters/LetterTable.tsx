import type { LetterRow } from '#api/answers.ts';
import { localDate } from '#lib/dates.ts';
import { type Column, Table } from '../../kit/Table.tsx';
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

function Choice({ place, chosen, choose }: Pick<LetterTableProps, 'chosen' | 'choose'> & { place: string }) {
  return (
    <input
      type="checkbox"
      aria-label={speech.value.text('letters.choose', { place })}
      checked={chosen.has(place)}
      onChange={(event) => choose(place, event.currentTarget.checked)}
    />
  );
}

function What({ letter, open }: Pick<LetterTableProps, 'open'> & { letter: LetterRow }) {
  const voice = speech.value;
  const { place, detail, state } = letter;
  const reason = reasonText(voice, letter.reason);
  return (
    <>
      <button
        type="button"
        class="opener"
        aria-haspopup="dialog"
        aria-label={voice.text('letters.open', { place, reason })}
        onClick={() => open(letter)}
      >
        {reason}
      </button>
      {state !== 'open' && <span class="badge">{voice.text(`letters.state.${state}`)}</span>}
      {detail !== '' && (
        <small class="letter-detail" lang="en">
          {detail}
        </small>
      )}
    </>
  );
}

const Stage = ({ stage, queue }: LetterRow) => (
  <>
    {stageText(speech.value, stage)}
    <small class="letter-detail">{queue}</small>
  </>
);

/** Letters, newest first: why, whose, where, when; nothing of the content. */
export function LetterTable({ letters, open, ...choice }: LetterTableProps) {
  const { text } = speech.value;
  const columns: readonly Column<LetterRow>[] = [
    {
      name: text('letters.choice'),
      hidden: true,
      class: 'letter-choice',
      cell: ({ place }) => <Choice place={place} {...choice} />,
    },
    { name: text('letters.reason'), isHead: true, cell: (letter) => <What letter={letter} open={open} /> },
    { name: text('letters.publisher'), labelled: true, cell: ({ publisher }) => publisher || '–' },
    { name: text('letters.stage'), labelled: true, cell: (letter) => <Stage {...letter} /> },
    { name: text('letters.at'), labelled: true, cell: ({ at }) => <When at={at} /> },
  ];
  return (
    <Table
      class="letters-table stacks stacks-evenly"
      label={text('letters.table')}
      columns={columns}
      rows={letters}
      keyOf={({ place }) => place}
    />
  );
}
