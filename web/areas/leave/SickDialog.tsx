import { useRef, useState } from 'preact/hooks';
import { send } from '../../data/call.ts';
import type { Problem } from '../../data/problem.ts';
import { Button } from '../../kit/Button.tsx';
import { Dialog } from '../../kit/Dialog.tsx';
import { DateField } from '../../kit/Field.tsx';
import { toast } from '../../kit/Toasts.tsx';
import { speech, today } from '../../language/appearance.ts';
import { explain } from '../../language/explain.ts';

/** Reports an illness, of oneself, from a day to the day up to which one knows. */
export function SickDialog({ close }: { close: () => void }) {
  const { text } = speech.value;
  const [days, setDays] = useState({ from: today.value, to: today.value });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const key = useRef(crypto.randomUUID());
  async function report(): Promise<void> {
    setBusy(true);
    const answer = await send('POST', '/api/vacation/sick-notes', days, { idempotencyKey: key.current });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(text('sick.reported'));
    close();
  }
  return (
    <Dialog
      title={text('sick.dialog')}
      close={close}
      actions={
        <>
          <Button kind="quiet" onClick={close}>
            {text('dialog.notNow')}
          </Button>
          <Button kind="primary" busy={busy} disabled={days.to < days.from} onClick={() => void report()}>
            {text('sick.report')}
          </Button>
        </>
      }
    >
      <p class="muted">{text('sick.text')}</p>
      <div class="form-row">
        <DateField
          label={text('leave.from')}
          name="from"
          value={days.from}
          change={(from) => setDays({ from, to: days.to < from ? from : days.to })}
          problem={problem}
        />
        <DateField
          label={text('leave.to')}
          name="to"
          value={days.to}
          min={days.from}
          change={(to) => setDays({ ...days, to })}
          problem={problem}
        />
      </div>
      {problem !== null && (
        <p class="form-error" role="alert">
          {explain(speech.value, problem).what}
        </p>
      )}
    </Dialog>
  );
}
