import { ChevronLeft, ChevronRight, Thermometer } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type * as vacation from '#services/vacation/answers.ts';
import type { AnswerOf } from '../../data/answerOf.ts';
import { Section } from '../../kit/Section.tsx';
import './leave.css';
import type { Balance, LeaveRequest } from '#services/vacation/answers.ts';
import { me } from '../../data/rights.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Button } from '../../kit/Button.tsx';
import { Failure } from '../../kit/Failure.tsx';
import { Page } from '../../kit/Page.tsx';
import { Words } from '../../kit/Words.tsx';
import { speech, today } from '../../language/appearance.ts';
import { BalanceCard } from './Balances.tsx';
import { OwnRequests } from './OwnRequests.tsx';
import { OwnSickNotes } from './OwnSickNotes.tsx';
import { RequestForm } from './RequestForm.tsx';
import { SickDialog } from './SickDialog.tsx';
import { useLeaveTypes } from './useLeaveTypes.ts';
import { periodText } from './words.ts';
import { YearCalendar } from './YearCalendar.tsx';

function useOwnLeave(year: number) {
  const live = ['notices'];
  const balances = useAsk<AnswerOf<typeof vacation.balances>>(`/api/vacation/balances/me?year=${year}`, {
    live,
  });
  const requests = useAsk<AnswerOf<typeof vacation.leaveRequests>>(`/api/vacation/requests?year=${year}`, {
    live,
  });
  const notes = useAsk<AnswerOf<typeof vacation.sickNotes>>('/api/vacation/sick-notes', { live });
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
  function step(by: number, key: 'leave.year.before' | 'leave.year.after') {
    const Icon = by < 0 ? ChevronLeft : ChevronRight;
    return (
      <button type="button" class="icon-button" aria-label={text(key)} onClick={() => change(year + by)}>
        <Icon size={16} aria-hidden="true" />
      </button>
    );
  }
  return (
    <span class="year-choice">
      {step(-1, 'leave.year.before')}
      <strong aria-live="polite">{year}</strong>
      {step(1, 'leave.year.after')}
    </span>
  );
}

/** Somebody's own leave: what is left, asking for more, and what became of it. */
export default function Leave() {
  const { text, word } = speech.value;
  const [year, setYear] = useState(Number(today.value.slice(0, 4)));
  const [ill, setIll] = useState(false);
  const types = useLeaveTypes();
  const { balances, requests, notes } = useOwnLeave(year);
  const own = requests.data?.requests ?? [];
  const [first, ...others] = balances.data?.balances ?? [];
  return (
    <Page title={text('page.leave')}>
      <div class="rows-head">
        <p class="answer">{balances.data !== null && <Answer balance={first} requests={own} />}</p>
        <div class="fields">
          <YearChoice year={year} change={setYear} />
          <Button Icon={Thermometer} onClick={() => setIll(true)}>
            {text('sick.open')}
          </Button>
        </div>
      </div>
      <div class="leave-grid">
        <Section id="ask" title={text('leave.form')} class="leave-form">
          {types.length > 0 ? (
            <RequestForm types={types} employeeId={me.value} done={() => {}} />
          ) : (
            <div class="skeleton form-skeleton" aria-hidden="true" />
          )}
        </Section>
        <div class="leave-side">
          {balances.data === null && balances.problem !== null && (
            <Failure problem={balances.problem} retry={balances.reload} />
          )}
          {balances.data === null && balances.problem === null && (
            <div class="skeleton balance-skeleton" aria-hidden="true" />
          )}
          {first !== undefined && <BalanceCard balance={first} name={word('leaveType', first.leaveType)} />}
          {others.map((balance) => (
            <BalanceCard key={balance.leaveType} balance={balance} name={word('leaveType', balance.leaveType)} />
          ))}
          <Section id="year" title={text('leave.year', { year: String(year) })}>
            <YearCalendar year={year} requests={own} notes={notes.data?.sickNotes ?? []} />
            <OwnSickNotes year={year} notes={notes.data?.sickNotes ?? []} />
          </Section>
        </div>
      </div>
      <section
        class="panel work"
        aria-labelledby="history-title"
        aria-busy={!requests.current}
        data-old={!requests.current}
      >
        <header>
          <h2 id="history-title">{text('leave.history')}</h2>
        </header>
        {requests.data === null && requests.problem !== null && (
          <Failure problem={requests.problem} retry={requests.reload} />
        )}
        {requests.data !== null && <OwnRequests requests={own} />}
      </section>
      {ill && <SickDialog close={() => setIll(false)} />}
    </Page>
  );
}
