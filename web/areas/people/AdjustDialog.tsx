import { useRef, useState } from 'preact/hooks';
import { send } from '../../data/call.ts';
import { ActDialog } from '../../kit/ActDialog.tsx';
import { Select, TextArea, TextField } from '../../kit/Field.tsx';
import { speech } from '../../language/appearance.ts';
import { useLeaveTypes } from '../leave/useLeaveTypes.ts';

interface AdjustDialogProps {
  readonly employeeId: string;
  readonly year: number;
  readonly close: () => void;
}

/** Corrects a balance by some days, up or down, with the reason. */
export const AdjustDialog = ({ employeeId, year, close }: AdjustDialogProps) => {
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
      {...{ title: text('adjust.title', { year: String(year) }), verb: text('adjust.do'), close }}
      ready={leaveType !== '' && typed.reason.trim() !== '' && Number(typed.days) !== 0}
      act={() => send('POST', path, body, { idempotencyKey: key.current })}
      said={text('adjust.done')}
    >
      {(problem) => (
        <>
          <Select
            {...{ label: text('leave.type'), name: 'leaveType', problem }}
            value={leaveType}
            change={(value) => change({ leaveType: value })}
            options={kept.map((type) => [type.leaveType, type.name[speech.value.language]])}
          />
          <TextField
            {...{ label: text('adjust.days'), name: 'days', problem, hint: text('adjust.days.hint') }}
            {...{ type: 'number', min: -3660, max: 3660, step: 0.5 }}
            value={typed.days}
            change={(days) => change({ days })}
          />
          <TextArea
            {...{ label: text('adjust.reason'), name: 'reason', problem, maxLength: 1000 }}
            value={typed.reason}
            change={(reason) => change({ reason })}
          />
        </>
      )}
    </ActDialog>
  );
};
