import { SlidersHorizontal } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type * as vacation from '#services/vacation/answers.ts';
import type { Balance, LeaveRequest } from '#services/vacation/answers.ts';
import type { AnswerOf } from '../../data/answerOf.ts';
import { isHr } from '../../data/rights.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Button } from '../../kit/Button.tsx';
import { Failure } from '../../kit/Failure.tsx';
import { Section } from '../../kit/Section.tsx';
import { SmallSelect } from '../../kit/SmallSelect.tsx';
import { Table } from '../../kit/Table.tsx';
import { speech, today } from '../../language/appearance.ts';
import { BalanceCard } from '../leave/Balances.tsx';
import { requestHeadings } from '../leave/requestHeadings.ts';
import { Status } from '../leave/Status.tsx';
import { periodText } from '../leave/words.ts';
import { AdjustDialog } from './AdjustDialog.tsx';

function RequestRow({ request }: { request: LeaveRequest }) {
  const { number, word } = speech.value;
  return (
    <tr>
      <th scope="row">
        <a href={`/leave/requests/${request.requestId}`}>{periodText(speech.value, request)}</a>
      </th>
      <td>{word('leaveType', request.leaveType)}</td>
      <td class="numeric">{number(request.days)}</td>
      <td>
        <Status status={request.status} />
      </td>
    </tr>
  );
}

function Requests({ requests }: { requests: readonly LeaveRequest[] }) {
  const { text } = speech.value;
  return (
    <Table
      class="stacks request-table"
      label={text('table.scroll', { title: text('person.requests') })}
      headings={requestHeadings(speech.value)}
    >
      {requests.map((request) => (
        <RequestRow key={request.requestId} request={request} />
      ))}
    </Table>
  );
}

function YearChoice({ year, change }: { year: number; change: (year: number) => void }) {
  const now = Number(today.value.slice(0, 4));
  return (
    <SmallSelect
      label={speech.value.text('person.year')}
      quiet
      value={String(year)}
      options={[now - 2, now - 1, now, now + 1].map((one) => [String(one), String(one)])}
      change={(chosen) => change(Number(chosen))}
    />
  );
}

interface ToldProps {
  readonly balances: readonly Balance[] | null;
  readonly requests: readonly LeaveRequest[] | null;
}

/** Balances and requests, or what stands for them until they are known. */
function Told({ balances, requests }: ToldProps) {
  const { text, word } = speech.value;
  return (
    <>
      {balances === null && <div class="skeleton balance-skeleton" aria-hidden="true" />}
      {balances?.map((balance) => (
        <BalanceCard key={balance.leaveType} balance={balance} name={word('leaveType', balance.leaveType)} />
      ))}
      <Section id="requests" title={text('person.requests')} aria-busy={requests === null}>
        {requests?.length === 0 && <p class="muted">{text('leave.none')}</p>}
        {requests !== null && requests.length > 0 && <Requests requests={requests} />}
      </Section>
    </>
  );
}

/** What somebody has left of their leave, and what they asked for; for their managers and HR. */
export function LeaveOf({ employeeId }: { employeeId: string }) {
  const { text } = speech.value;
  const [year, setYear] = useState(Number(today.value.slice(0, 4)));
  const [adjusting, setAdjusting] = useState(false);
  const live = { live: ['requests', 'notices'] };
  const id = encodeURIComponent(employeeId);
  const balances = useAsk<AnswerOf<typeof vacation.balances>>(`/api/vacation/balances/${id}?year=${year}`, live);
  const asked = `/api/vacation/requests?${new URLSearchParams({ employeeId, year: String(year) })}`;
  const requests = useAsk<AnswerOf<typeof vacation.leaveRequests>>(asked, live);
  const failed = [balances, requests].find(({ data, problem }) => data === null && problem !== null);
  return (
    <>
      <div class="person-year">
        <h2>{text('person.leaveOf')}</h2>
        <YearChoice year={year} change={setYear} />
        {isHr.value && (
          <Button Icon={SlidersHorizontal} onClick={() => setAdjusting(true)}>
            {text('adjust.open')}
          </Button>
        )}
      </div>
      {failed?.problem ? (
        <Failure problem={failed.problem} retry={failed.reload} />
      ) : (
        <Told balances={balances.data?.balances ?? null} requests={requests.data?.requests ?? null} />
      )}
      {adjusting && <AdjustDialog employeeId={employeeId} year={year} close={() => setAdjusting(false)} />}
    </>
  );
}
