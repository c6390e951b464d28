import { useState } from 'preact/hooks';
import { ActDialog } from '../../kit/ActDialog.tsx';
import { TextArea } from '../../kit/Field.tsx';
import { speech } from '../../language/appearance.ts';
import { closeFor } from './decide.ts';

interface CloseDialogProps {
  readonly places: readonly string[];
  readonly close: () => void;
}

/** Asks why these letters are not to be tried again; the reason is on record. */
export function CloseDialog({ places, close }: CloseDialogProps) {
  const { text, plural } = speech.value;
  const [why, setWhy] = useState('');
  const letters = plural('letters.count', places.length);
  return (
    <ActDialog
      title={text('letters.close.title', { letters })}
      close={close}
      verb={text('letters.close')}
      ready={why.trim() !== ''}
      act={() => closeFor(places, why.trim())}
      said={text('letters.close.done', { letters })}
    >
      {(problem) => (
        <TextArea
          label={text('letters.why')}
          hint={text('letters.why.hint')}
          name="why"
          value={why}
          change={setWhy}
          maxLength={500}
          problem={problem}
        />
      )}
    </ActDialog>
  );
}
