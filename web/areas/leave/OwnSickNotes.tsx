import { useState } from 'preact/hooks';
import type { SickNote } from '#services/vacation/answers.ts';
import { send } from '../../data/call.ts';
import { Button } from '../../kit/Button.tsx';
import { toast } from '../../kit/Toasts.tsx';
import { speech } from '../../language/appearance.ts';
import { explain } from '../../language/explain.ts';

function Line({ note }: { note: SickNote }) {
  const { text, range } = speech.value;
  const [busy, setBusy] = useState(false);
  async function takeBack(): Promise<void> {
    setBusy(true);
    const path = `/api/vacation/sick-notes/${encodeURIComponent(note.absenceId)}/cancel`;
    const answer = await send('POST', path, {}, { ifMatch: note.version });
    setBusy(false);
    if (answer.ok) return toast(text('sick.takenBack'));
    const { what, remedy } = explain(speech.value, answer.problem);
    toast(`${what} ${remedy}`.trim(), { tone: 'failed' });
  }
  return (
    <li>
      <span>{range(note.from, note.to)}</span>
      <Button kind="quiet" busy={busy} onClick={() => void takeBack()}>
        {text('sick.takeBack')}
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
