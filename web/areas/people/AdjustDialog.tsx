import { useRef } from 'preact/hooks';
import { send } from '../../data/call.ts';
import { ActDialog } from '../../kit/ActDialog.tsx';
import { Select, TextArea, TextField } from '../../kit/Field.tsx';
import { useTyped } from '../../kit/typed.ts';
import { speech } from '../../language/appearance.ts';
import { useLeaveTypes } from '../leave/useLeaveTypes.ts';

interface AdjustDialogProps {
  readonly employeeId: string;
  readonly year: number;
  readonly close: () => void;
}

/** Corrects a balance by some days, up or down, with the reason. */
export function AdjustDialog({ employeeId, year, close }: AdjustDialogProps) {
  const { text, language } = speech.value;
  const kept = useLeaveTypes().filter(({ hasBalance }) => hasBalance);
  const { typed, field } = useTyped({ leaveType: '', days: '', reason: '' });
  const key = useRef(crypto.randomUUID());
  const leaveType = typed.leaveType || (kept[0]?.leaveType ?? '');
  const days = Number(typed.days);
  const body = { leaveType, year, days, reason: typed.reason };
  const path = `/api/vacation/balances/${encodeURIComponent(employeeId)}/adjustments`;
  return (
    <ActDialog
      title={text('adjust.title', { year: String(year) })}
      verb={text('person.correct')}
      close={close}
      ready={leaveType !== '' && typed.reason.trim() !== '' && days !== 0}
      act={() => send('POST', path, body, { idempotencyKey: key.current })}
      said={text('adjust.done')}
    >
      <Select
        label={text('leave.type')}
        options={kept.map((kind) => [kind.leaveType, kind.name[language]])}
        {...field('leaveType')}
        value={leaveType}
      />
      <TextField
        label={text('adjust.days')}
        hint={text('adjust.days.hint')}
        type="number"
        min={-3660}
        max={3660}
        step={0.5}
        {...field('days')}
      />
      <TextArea label={text('reason')} maxLength={1000} {...field('reason')} />
    </ActDialog>
  );
}
