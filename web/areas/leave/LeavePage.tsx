import { Thermometer } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Section } from '../../kit/Section.tsx';
import './leave.css';
import type { Balance, Balances, LeaveRequest, LeaveRequests, SickNotes } from '#services/vacation/answers.ts';
import { me } from '../../data/rights.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Answered, freshness } from '../../kit/Answered.tsx';
import { Button } from '../../kit/Button.tsx';
import { Page } from '../../kit/Page.tsx';
import { Stepper } from '../../kit/Stepper.tsx';
import { Words } from '../../kit/Words.tsx';
import { speech, today } from '../../language/appearance.ts';
import { BalanceCards } from './Balances.tsx';
import { OwnRequests } from './OwnRequests.tsx';
import { OwnSickNotes } from './OwnSickNotes.tsx';
import { RequestForm } from './RequestForm.tsx';
import { SickDialog } from './SickDialog.tsx';
import { useLeaveTypes } from './useLeaveTypes.ts';
import { periodText } from './words.ts';
import { YearCalendar } from './YearCalendar.tsx';

function useOwnLeave(year: number) {
  const live = ['notices'];
  const balances = useAsk<Balances>(`/api/vacation/balances/me?year=${year}`, {
    live,
  });
  const requests = useAsk<LeaveRequests>(`/api/vacation/requests?year=${year}`, {
    live,
  });
  const notes = useAsk<SickNotes>('/api/vacation/sick-notes', { live });
  return { balances, requests, notes };
}

/** The first leave that still lies ahead and stands, or waits. */
const nextOf = (requests: readonly LeaveRequest[], day: string): LeaveRequest | undefined =>
  requests
    .filter(({ status, to }) => to >= day && ['approved', 'submitted', 'cancellation_requested'].includes(status))
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))[0];

function Answer({ balance, requests }: { balance: Balance | undefined; requests: readonly LeaveRequest[] }) {
  const { sentence, plural, word } = speech.value;
  const next = nextOf(requests, today.value);
  const values = {
    days: plural('unit.days', balance?.available ?? 0),
    year: String(balance?.year ?? ''),
    next: next === undefined ? '' : periodText(speech.value, next),
    status: next === undefined ? '' : word('status', next.status).toLowerCase(),
  };
  if (balance === undefined) return <Words segments={sentence('leave.answer.none', values)} />;
  return <Words segments={sentence(next === undefined ? 'leave.answer' : 'leave.answer.next', values)} />;
}

function YearChoice({ year, change }: { year: number; change: (year: number) => void }) {
  const { text } = speech.value;
  return (
    <Stepper
      class="year-choice inline"
      shown={year}
      before={text('leave.year.before')}
      after={text('leave.year.after')}
      step={(by) => change(year + by)}
    />
  );
}

interface OwnProps extends Omit<ReturnType<typeof useOwnLeave>, 'requests'> {
  readonly year: number;
  readonly requests: readonly LeaveRequest[];
}

/** What is left of a year's leave, and when it was taken. */
function OwnYear({ year, balances, notes, requests }: OwnProps) {
  const { text } = speech.value;
  const ill = notes.data?.sickNotes ?? [];
  return (
    <div class="side-panels columns">
      <BalanceCards of={balances} />
      <Section id="year" title={text('leave.year', { year: String(year) })}>
        <YearCalendar year={year} requests={requests} notes={ill} />
        <OwnSickNotes year={year} notes={ill} />
      </Section>
    </div>
  );
}

/** Somebody's own leave: what is left, asking for more, and what became of it. */
export default function Leave() {
  const { text } = speech.value;
  const [year, setYear] = useState(Number(today.value.slice(0, 4)));
  const [ill, setIll] = useState(false);
  const types = useLeaveTypes();
  const { balances, requests, notes } = useOwnLeave(year);
  const own = requests.data?.requests ?? [];
  return (
    <Page title={text('page.leave')}>
      <div class="rows-head row wrap apart">
        <p class="answer">{balances.data !== null && <Answer balance={balances.data.balances[0]} requests={own} />}</p>
        <div class="fields">
          <YearChoice year={year} change={setYear} />
          <Button Icon={Thermometer} onClick={() => setIll(true)}>
            {text('sick.open')}
          </Button>
        </div>
      </div>
      <div class="leave-grid columns">
        <Section id="ask" title={text('leave.form')} class="leave-form">
          {types.length > 0 ? (
            <RequestForm types={types} employeeId={me.value} done={() => {}} />
          ) : (
            <div class="skeleton form-skeleton" aria-hidden="true" />
          )}
        </Section>
        <OwnYear year={year} balances={balances} notes={notes} requests={own} />
      </div>
      <Section id="history" title={text('leave.history')} class="work" {...freshness(requests)}>
        <Answered of={requests} skeleton="">
          {() => <OwnRequests requests={own} />}
        </Answered>
      </Section>
      {ill && <SickDialog close={() => setIll(false)} />}
    </Page>
  );
}
