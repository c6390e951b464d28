import type { ComponentChildren } from 'preact';
import type { Answer } from '../data/exchange.ts';
import type { Problem } from '../data/problem.ts';
import { refreshUnder } from '../data/resource.ts';
import { speech } from '../language/appearance.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { FormProblem } from './FormProblem.tsx';
import { toast } from './Toasts.tsx';
import { useAct } from './useAct.ts';

interface ActDialogProps {
  readonly title: string;
  readonly close: () => void;
  /** What the button says, a verb. */
  readonly verb: string;
  readonly danger?: boolean;
  /** Whether enough is known to do it. */
  readonly ready?: boolean;
  readonly wide?: boolean;
  readonly act: () => Promise<Answer<unknown>>;
  /** Said when it is done. */
  readonly said: string;
  readonly children: (problem: Problem | null) => ComponentChildren;
}

/** Does it, once at a time. Where somebody was faster, what is shown of it is read anew, so that the next try is meant for that. */
function useActing({ act, said, close, ready = true }: ActDialogProps) {
  const { busy, problem, run } = useAct();
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy || !ready) return;
    const answer = await run(act);
    if (!answer.ok) {
      if (answer.problem.code === 'stale') refreshUnder('/api/user');
      return;
    }
    toast(said);
    close();
  }
  return { busy, problem, submit };
}

/** A form over the page that does one thing; Enter sends it. What is wrong with a value the service says, and its field, for a browser speaks its own language. */
export function ActDialog(props: ActDialogProps) {
  const { title, close, verb, danger = false, ready = true, wide = false, children } = props;
  const { busy, problem, submit } = useActing(props);
  return (
    <Dialog title={title} close={close} wide={wide}>
      <form class="form" noValidate onSubmit={submit}>
        {children(problem)}
        <FormProblem problem={problem} />
        <div class="form-actions">
          <Button kind="quiet" onClick={close}>
            {speech.value.text('dialog.notNow')}
          </Button>
          <Button type="submit" kind={danger ? 'danger' : 'primary'} busy={busy} disabled={!ready}>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
