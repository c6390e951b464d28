import type { Answer } from '../data/exchange.ts';
import { FormDialog, type FormDialogProps } from './FormDialog.tsx';
import { toast } from './Toasts.tsx';
import { useAct } from './useAct.ts';

interface ActDialogProps extends Omit<FormDialogProps, 'submit' | 'busy' | 'problem'> {
  readonly act: () => Promise<Answer<unknown>>;
  /** Said when it is done. */
  readonly said: string;
  /** Takes it back. */
  readonly undo?: () => void;
}

/** Does one thing, with what is asked for it, and closes when it is done. */
export function ActDialog({ act, said, undo, ...dialog }: ActDialogProps) {
  const { busy, problem, run } = useAct();
  async function submit(): Promise<void> {
    const answer = await run(act);
    if (!answer.ok) return;
    toast(said, undo === undefined ? {} : { undo });
    dialog.close();
  }
  return <FormDialog {...dialog} busy={busy} problem={problem} submit={submit} />;
}
