import { speech } from '../language/appearance.ts';
import { ActForm, type ActFormProps } from './ActForm.tsx';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

export interface FormDialogProps extends Omit<ActFormProps, 'submit' | 'kind' | 'others' | 'noValidate'> {
  readonly title: string;
  readonly close: () => void;
  /** What the way out is called, where it is not "not now". */
  readonly back?: string;
  readonly danger?: boolean;
  readonly wide?: boolean;
  readonly submit: () => unknown;
}

/** A form over the page that does one thing; Enter sends it. */
export function FormDialog({ title, close, back, danger, wide = false, submit, ...form }: FormDialogProps) {
  const { ready = true, busy = false } = form;
  function onSubmit(event: Event): void {
    event.preventDefault();
    if (ready && !busy) submit();
  }
  const others = (
    <Button kind="quiet" onClick={close}>
      {back ?? speech.value.text('dialog.notNow')}
    </Button>
  );
  return (
    <Dialog title={title} close={close} wide={wide}>
      <ActForm {...form} submit={onSubmit} kind={danger ? 'danger' : 'primary'} others={others} noValidate />
    </Dialog>
  );
}
