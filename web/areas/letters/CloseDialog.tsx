import { ActDialog } from '../../kit/ActDialog.tsx';
import { TextArea } from '../../kit/Field.tsx';
import { useTyped } from '../../kit/typed.ts';
import { speech } from '../../language/appearance.ts';
import { closeFor, decideNow } from './decide.ts';

interface CloseDialogProps {
  readonly places: readonly string[];
  readonly close: () => void;
}

/** Asks why these letters are not to be tried again; the reason is on record. */
export function CloseDialog({ places, close }: CloseDialogProps) {
  const { text, plural } = speech.value;
  const { typed, field } = useTyped({ why: '' });
  const why = typed.why.trim();
  const letters = plural('letters.count', places.length);
  return (
    <ActDialog
      title={text('letters.close.title', { letters })}
      close={close}
      verb={text('letters.close')}
      ready={why !== ''}
      act={() => closeFor(places, why)}
      said={text('letters.close.done', { letters })}
      undo={() => void decideNow('reopen', places)}
    >
      <TextArea label={text('letters.why')} hint={text('letters.why.hint')} maxLength={500} {...field('why')} />
    </ActDialog>
  );
}
