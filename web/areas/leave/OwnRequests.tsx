import { CalendarPlus } from 'lucide-preact';
import type { LeaveRequest } from '#services/vacation/answers.ts';
import { Button } from '../../kit/Button.tsx';
import { EmptyState } from '../../kit/EmptyState.tsx';
import { actionsColumn, Table } from '../../kit/Table.tsx';
import { now, speech, today } from '../../language/appearance.ts';
import { carryOut } from './carryOut.ts';
import { commandsOf } from './commands.ts';
import { requestColumns } from './requestColumns.tsx';

/** Who has to agree next, or how long ago it was settled. */
function Since({ request }: { request: LeaveRequest }) {
  const { text, ago } = speech.value;
  if (request.openStep !== null)
    return <small>{text(`leave.waitsFor.${request.openStep === 'hr' ? 'hr' : 'manager'}`)}</small>;
  return <small>{ago(request.decidedAt ?? request.submittedAt, now.value)}</small>;
}

const Actions = ({ request }: { request: LeaveRequest }) => (
  <>
    {commandsOf(request, today.value).map((command) => (
      <Button key={command} kind="quiet" onClick={() => carryOut(command, request)}>
        {speech.value.text(`command.${command}`)}
      </Button>
    ))}
  </>
);

/** What somebody asked for, newest first; each leads to its history. */
export function OwnRequests({ requests }: { requests: readonly LeaveRequest[] }) {
  const { text, plural } = speech.value;
  if (requests.length === 0)
    return <EmptyState Icon={CalendarPlus} title={text('leave.none')} text={text('leave.none.next')} />;
  const columns = requestColumns(
    ({ days }) => plural('unit.days', days),
    (request) => <Since request={request} />,
  );
  return (
    <Table
      class="stacks request-table own-requests"
      label={text('leave.history')}
      columns={[...columns, ...actionsColumn(true, (request: LeaveRequest) => <Actions request={request} />)]}
      rows={requests}
      keyOf={({ requestId }) => requestId}
    />
  );
}
