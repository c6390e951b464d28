import { useState } from 'preact/hooks';
import type { FullPerson } from '#services/user/answers.ts';
import { Button } from '../../kit/Button.tsx';
import { speech } from '../../language/appearance.ts';
import { EditPerson } from './EditPerson.tsx';
import { ErasureDialog, LastDayDialog, ReturnDialog } from './LeavingDialogs.tsx';
import { MoveDialog, ScheduleDialog } from './MoveDialogs.tsx';

type Action = 'edit' | 'move' | 'schedule' | 'leave' | 'return' | 'erase';

/** What can be done with somebody, as they stand; nothing once their erasure was asked for. */
function actionsFor({ active, erasureRequestedAt }: FullPerson): readonly Action[] {
  if (erasureRequestedAt !== null) return [];
  return active ? ['edit', 'move', 'schedule', 'leave'] : ['edit', 'return', 'erase'];
}

const dangerous: readonly Action[] = ['leave', 'erase'];

function Opened({ action, person, close }: { action: Action; person: FullPerson; close: () => void }) {
  if (action === 'edit') return <EditPerson person={person} close={close} />;
  if (action === 'move') return <MoveDialog person={person} corrects={null} close={close} />;
  if (action === 'schedule') return <ScheduleDialog person={person} corrects={null} close={close} />;
  if (action === 'leave') return <LastDayDialog person={person} close={close} />;
  if (action === 'return') return <ReturnDialog person={person} close={close} />;
  return <ErasureDialog person={person} close={close} />;
}

/** What the office does with a person. */
export function PersonActions({ person }: { person: FullPerson }) {
  const { text } = speech.value;
  const [opened, open] = useState<Action | null>(null);
  return (
    <>
      {actionsFor(person).map((action) => (
        <Button key={action} kind={dangerous.includes(action) ? 'danger' : 'secondary'} onClick={() => open(action)}>
          {text(`person.${action}`)}
        </Button>
      ))}
      {opened !== null && <Opened action={opened} person={person} close={() => open(null)} />}
    </>
  );
}
