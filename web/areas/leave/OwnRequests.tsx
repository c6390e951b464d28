import { CalendarPlus } from 'lucide-preact';
import type { LeaveRequest } from '#services/vacation/answers.ts';
import { Button } from '../../kit/Button.tsx';
import { EmptyState } from '../../kit/EmptyState.tsx';
import { Table } from '../../kit/Table.tsx';
import { now, speech, today } from '../../language/appearance.ts';
import { commandsOf } from './commands.ts';
import { requestHeadings } from './requestHeadings.ts';
import { Status } from './Status.tsx';
import { useCommand } from './useCommand.ts';
import { periodText } from './words.ts';

/** Who has to agree next, or how long ago it was settled. */
function Since({ request }: { request: LeaveRequest }) {
  const { text, ago } = speech.value;
  if (request.openStep !== null)
    return <small>{text(`leave.waitsFor.${request.openStep === 'hr' ? 'hr' : 'manager'}`)}</small>;
  return <small>{ago(request.decidedAt ?? request.submittedAt, now.value)}</small>;
}

function Row({ request, name }: { request: LeaveRequest; name: string }) {
  const { text, plural } = speech.value;
  const { busy, run } = useCommand();
  return (
    <tr>
      <th scope="row">
        <a href={`/leave/requests/${request.requestId}`}>{periodText(speech.value, request)}</a>
      </th>
      <td>{name}</td>
      <td class="numeric">{plural('unit.days', request.days)}</td>
      <td>
        <Status status={request.status} /> <Since request={request} />
      </td>
      <td class="row-actions">
        {commandsOf(request, today.value).map((command) => (
          <Button key={command} kind="quiet" busy={busy} onClick={() => void run(request, command)}>
            {text(`command.${command}`)}
          </Button>
        ))}
      </td>
    </tr>
  );
}

/** What somebody asked for, newest first; each leads to its history. */
export function OwnRequests({ requests }: { requests: readonly LeaveRequest[] }) {
  const { text, word } = speech.value;
  if (requests.length === 0)
    return <EmptyState Icon={CalendarPlus} title={text('leave.none')} text={text('leave.none.next')} />;
  return (
    <Table
      class="stacks request-table own-requests"
      label={text('leave.history')}
      headings={[...requestHeadings(speech.value), { name: text('leave.column.actions'), hidden: true }]}
    >
      {requests.map((request) => (
        <Row key={request.requestId} request={request} name={word('leaveType', request.leaveType)} />
      ))}
    </Table>
  );
}
