import type { ComponentChildren } from 'preact';
import type { LeaveRequest } from '#services/vacation/answers.ts';
import type { Column } from '../../kit/Table.tsx';
import { speech } from '../../language/appearance.ts';
import { Status } from './Status.tsx';
import { periodText } from './words.ts';

const linkTo = (request: LeaveRequest) => (
  <a href={`/leave/requests/${request.requestId}`}>{periodText(speech.value, request)}</a>
);

/** Requests: each leads to its history. `more` stands beside the status. */
export function requestColumns(
  days: (request: LeaveRequest) => string,
  more?: (request: LeaveRequest) => ComponentChildren,
): readonly Column<LeaveRequest>[] {
  const { text, word } = speech.value;
  const status = (request: LeaveRequest) => (
    <>
      <Status status={request.status} /> {more?.(request)}
    </>
  );
  return [
    { name: text('leave.column.dates'), cell: linkTo },
    { name: text('leave.column.type'), cell: ({ leaveType }) => word('leaveType', leaveType) },
    { name: text('leave.column.days'), numeric: true, cell: days },
    { name: text('leave.column.status'), cell: status },
  ];
}
