import type { SickNote } from '#services/vacation/answers.ts';
import { send } from '../../data/call.ts';
import { Button } from '../../kit/Button.tsx';
import { toastAnswer } from '../../kit/Toasts.tsx';
import { speech } from '../../language/appearance.ts';

function Line({ note }: { note: SickNote }) {
  const { text, range } = speech.value;
  async function takeBack(): Promise<void> {
    const path = `/api/vacation/sick-notes/${encodeURIComponent(note.absenceId)}/cancel`;
    toastAnswer(await send('POST', path, {}, { ifMatch: note.version }), text('sick.takenBack'), true);
  }
  return (
    <li class="row apart">
      <span>{range(note.from, note.to)}</span>
      <Button kind="quiet" onClick={takeBack}>
        {text('do.takeBack')}
      </Button>
    </li>
  );
}

/** Illnesses of a year that count, each to be taken back. */
export function OwnSickNotes({ year, notes }: { year: number; notes: readonly SickNote[] }) {
  const standing = notes.filter(
    ({ status, from, to }) => status === 'reported' && from < `${year + 1}` && to >= `${year}`,
  );
  if (standing.length === 0) return null;
  return (
    <section class="sick-notes" aria-labelledby="sick-title">
      <h3 id="sick-title">{speech.value.text('sick.notes')}</h3>
      <ul>
        {standing.map((note) => (
          <Line key={note.absenceId} note={note} />
        ))}
      </ul>
    </section>
  );
}
