import { useRef } from 'preact/hooks';
import { send } from '../../data/call.ts';
import { ActDialog } from '../../kit/ActDialog.tsx';
import { useTyped } from '../../kit/typed.ts';
import { speech, today } from '../../language/appearance.ts';
import { PeriodFields } from './PeriodFields.tsx';

/** Reports an illness, of oneself, from a day to the day up to which one knows. */
export function SickDialog({ close }: { close: () => void }) {
  const { text } = speech.value;
  const { typed, change } = useTyped({ from: today.value, to: today.value });
  const key = useRef(crypto.randomUUID());
  return (
    <ActDialog
      title={text('sick.dialog')}
      verb={text('sick.report')}
      close={close}
      ready={typed.to >= typed.from}
      act={() => send('POST', '/api/vacation/sick-notes', typed, { idempotencyKey: key.current })}
      said={text('sick.reported')}
    >
      <p class="muted">{text('sick.text')}</p>
      <PeriodFields {...typed} change={change} />
    </ActDialog>
  );
}
