import { useRef, useState } from 'preact/hooks';
import type { LeaveType } from '#services/vacation/answers.ts';
import { send } from '../../data/call.ts';
import type { Problem } from '../../data/problem.ts';
import { ActDialog } from '../../kit/ActDialog.tsx';
import { Select, TextArea, TextField } from '../../kit/Field.tsx';
import { speech } from '../../language/appearance.ts';
import { useLeaveTypes } from '../leave/useLeaveTypes.ts';

interface AdjustDialogProps {
  readonly employeeId: string;
  readonly year: number;
  readonly close: () => void;
}

interface AdjustFieldsProps {
  readonly typed: { readonly leaveType: string; readonly days: string; readonly reason: string };
  readonly change: (part: Partial<AdjustFieldsProps['typed']>) => void;
  readonly types: readonly LeaveType[];
  readonly problem: Problem | null;
}

function AdjustFields({ typed, change, types, problem }: AdjustFieldsProps) {
  const { text, language } = speech.value;
  return (
    <>
      <Select
        label={text('leave.type')}
        name="leaveType"
        problem={problem}
        value={typed.leaveType}
        change={(leaveType) => change({ leaveType })}
        options={types.map(({ leaveType, name }) => [leaveType, name[language]])}
      />
      <TextField
        label={text('adjust.days')}
        name="days"
        problem={problem}
        hint={text('adjust.days.hint')}
        type="number"
        min={-3660}
        max={3660}
        step={0.5}
        value={typed.days}
        change={(days) => change({ days })}
      />
      <TextArea
        label={text('adjust.reason')}
        name="reason"
        problem={problem}
        maxLength={1000}
        value={typed.reason}
        change={(reason) => change({ reason })}
      />
    </>
  );
}

/** Corrects a balance by some days, up or down, with the reason. */
export function AdjustDialog({ employeeId, year, close }: AdjustDialogProps) {
  const { text } = speech.value;
  const types = useLeaveTypes();
  const kept = types.filter(({ hasBalance }) => hasBalance);
  const [typed, setTyped] = useState({ leaveType: '', days: '', reason: '' });
  const change = (part: Partial<typeof typed>): void => setTyped((now) => ({ ...now, ...part }));
  const key = useRef(crypto.randomUUID());
  const leaveType = typed.leaveType || (kept[0]?.leaveType ?? '');
  const body = { leaveType, year, days: Number(typed.days), reason: typed.reason };
  const path = `/api/vacation/balances/${encodeURIComponent(employeeId)}/adjustments`;
  return (
    <ActDialog
      title={text('adjust.title', { year: String(year) })}
      verb={text('adjust.do')}
      close={close}
      ready={leaveType !== '' && typed.reason.trim() !== '' && Number(typed.days) !== 0}
      act={() => send('POST', path, body, { idempotencyKey: key.current })}
      said={text('adjust.done')}
    >
      {(problem) => <AdjustFields typed={{ ...typed, leaveType }} change={change} types={kept} problem={problem} />}
    </ActDialog>
  );
}
