import { Archive, ArchiveRestore, RotateCw } from 'lucide-preact';
import type { LetterRow } from '#api/answers.ts';
import { Button } from '../../kit/Button.tsx';
import { speech } from '../../language/appearance.ts';
import type { Act } from './decide.ts';

export type Wish = Act;

interface DeedsProps {
  readonly letters: readonly LetterRow[];
  readonly wish: (wish: Wish, places: readonly string[]) => void;
  readonly busy?: boolean;
}

/** What can be done with letters: each deed with those for which it makes sense. */
export function Deeds({ letters, wish, busy = false }: DeedsProps) {
  const { text } = speech.value;
  const placesOf = (fits: (letter: LetterRow) => boolean): string[] => letters.filter(fits).map(({ place }) => place);
  const closed = placesOf(({ state }) => state === 'closed');
  const open = placesOf(({ state }) => state === 'open');
  const again = placesOf(({ state }) => state !== 'closed');
  return (
    <span class="wrap">
      {closed.length > 0 && (
        <Button Icon={ArchiveRestore} busy={busy} onClick={() => wish('reopen', closed)}>
          {text('letters.reopen')}
        </Button>
      )}
      {open.length > 0 && (
        <Button Icon={Archive} busy={busy} onClick={() => wish('close', open)}>
          {text('letters.close')}
        </Button>
      )}
      {again.length > 0 && (
        <Button Icon={RotateCw} kind="primary" busy={busy} onClick={() => wish('replay', again)}>
          {text('letters.replay')}
        </Button>
      )}
    </span>
  );
}
