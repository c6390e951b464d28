import { SlidersHorizontal } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Balances, LeaveRequest, LeaveRequests } from '#services/vacation/answers.ts';
import { addressOf } from '../../data/address.ts';
import { isHr } from '../../data/rights.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Answered, freshness, NotYet } from '../../kit/Answered.tsx';
import { Button } from '../../kit/Button.tsx';
import { Section } from '../../kit/Section.tsx';
import { SmallSelect } from '../../kit/SmallSelect.tsx';
import { Table } from '../../kit/Table.tsx';
import { speech, today } from '../../language/appearance.ts';
import { BalanceCards } from '../leave/Balances.tsx';
import { requestColumns } from '../leave/requestColumns.tsx';
import { AdjustDialog } from './AdjustDialog.tsx';

function Requests({ requests }: { requests: readonly LeaveRequest[] }) {
  const { text, number } = speech.value;
  if (requests.length === 0) return <p class="muted">{text('leave.none')}</p>;
  return (
    <Table
      class="stacks request-table"
      label={text('table.scroll', { title: text('nav.requests') })}
      columns={requestColumns(({ days }) => number(days))}
      rows={requests}
      keyOf={({ requestId }) => requestId}
    />
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

/** What somebody has left of their leave, and what they asked for; for their managers and HR. */
export function LeaveOf({ employeeId }: { employeeId: string }) {
  const { text } = speech.value;
  const [year, setYear] = useState(Number(today.value.slice(0, 4)));
  const [adjusting, setAdjusting] = useState(false);
  const live = { live: ['requests', 'notices'] };
  const id = encodeURIComponent(employeeId);
  const balances = useAsk<Balances>(`/api/vacation/balances/${id}?year=${year}`, live);
  const asked = addressOf('/api/vacation/requests', { employeeId, year });
  const requests = useAsk<LeaveRequests>(asked, live);
  const failed = [balances, requests].find(({ data, problem }) => data === null && problem !== null);
  return (
    <>
      <div class="person-year row wrap">
        <h2>{text('person.leaveOf')}</h2>
        <YearChoice year={year} change={setYear} />
        {isHr.value && (
          <Button Icon={SlidersHorizontal} onClick={() => setAdjusting(true)}>
            {text('adjust.open')}
          </Button>
        )}
      </div>
      {failed === undefined ? (
        <>
          <BalanceCards of={balances} />
          <Section id="requests" title={text('nav.requests')} {...freshness(requests)}>
            <Answered of={requests} skeleton="">
              {({ requests: all }) => <Requests requests={all} />}
            </Answered>
          </Section>
        </>
      ) : (
        <NotYet of={failed} skeleton="" />
      )}
      {adjusting && <AdjustDialog employeeId={employeeId} year={year} close={() => setAdjusting(false)} />}
    </>
  );
}
