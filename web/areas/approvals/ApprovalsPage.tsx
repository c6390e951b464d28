import { CircleCheckBig } from 'lucide-preact';
import { useState } from 'preact/hooks';
import '../leave/leave.css';
import type { LeaveRequest, Verdict, Waiting, WaitingList } from '#services/vacation/answers.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Answered, freshness } from '../../kit/Answered.tsx';
import { Button } from '../../kit/Button.tsx';
import { EmptyState } from '../../kit/EmptyState.tsx';
import { TextArea } from '../../kit/Field.tsx';
import { FormDialog } from '../../kit/FormDialog.tsx';
import { Page } from '../../kit/Page.tsx';
import { useTyped } from '../../kit/typed.ts';
import { Words } from '../../kit/Words.tsx';
import { speech } from '../../language/appearance.ts';
import { Delegate } from './Delegate.tsx';
import { QueueItem } from './QueueItem.tsx';
import { useDecisions } from './useDecisions.ts';

/** A refusal says why; the person reads it. */
function Why({ close, done }: { close: () => void; done: (reason: string | null) => void }) {
  const { text } = speech.value;
  const { typed, field } = useTyped({ reason: '' });
  return (
    <FormDialog
      title={text('approvals.why')}
      close={close}
      verb={text('approvals.reject')}
      danger
      submit={() => done(typed.reason.trim() || null)}
    >
      <TextArea
        label={text('reason')}
        hint={text('approvals.reason.hint')}
        optional
        maxLength={1000}
        {...field('reason')}
      />
    </FormDialog>
  );
}

function Answer({ queue }: { queue: readonly Waiting[] }) {
  const { sentence, plural, day } = speech.value;
  const [oldest] = queue;
  if (oldest === undefined) return <Words segments={sentence('approvals.answer.none')} />;
  const since = day(new Date(oldest.waitingSince).toISOString().slice(0, 10));
  return (
    <Words segments={sentence('approvals.answer', { requests: plural('unit.requests', queue.length), day: since })} />
  );
}

interface BulkProps {
  readonly queue: readonly LeaveRequest[];
  readonly chosen: readonly LeaveRequest[];
  readonly choose: (ids: readonly string[]) => void;
  readonly decide: (requests: readonly LeaveRequest[], verdict: Verdict) => void;
}

/** Decides on all that are chosen at once. */
function Bulk({ queue, chosen, choose, decide }: BulkProps) {
  const { text, plural } = speech.value;
  const all = queue.length > 0 && chosen.length === queue.length;
  return (
    <div class="bulk row wrap">
      <label class="inline">
        <input
          type="checkbox"
          checked={all}
          onChange={() => choose(all ? [] : queue.map(({ requestId }) => requestId))}
        />
        {text('approvals.all')}
      </label>
      {chosen.length > 0 && (
        <>
          <Button onClick={() => decide(chosen, 'reject')}>{plural('approvals.rejectMany', chosen.length)}</Button>
          <Button kind="primary" onClick={() => decide(chosen, 'approve')}>
            {plural('approvals.approveMany', chosen.length)}
          </Button>
        </>
      )}
    </div>
  );
}

interface QueueProps {
  /** What waits, without what was just decided. */
  readonly queue: readonly Waiting[];
  readonly hold: ReturnType<typeof useDecisions>['decide'];
}

function Queue({ queue, hold }: QueueProps) {
  const { word } = speech.value;
  const [ids, choose] = useState<readonly string[]>([]);
  const [refusing, setRefusing] = useState<readonly LeaveRequest[]>([]);
  const submitted = queue.map(({ request }) => request).filter(({ status }) => status === 'submitted');
  const chosen = submitted.filter(({ requestId }) => ids.includes(requestId));
  const decide = (requests: readonly LeaveRequest[], verdict: Verdict): void =>
    verdict === 'reject' ? setRefusing(requests) : hold(requests, verdict, null);
  function refuse(reason: string | null): void {
    hold(refusing, 'reject', reason);
    setRefusing([]);
  }
  const { text } = speech.value;
  if (queue.length === 0)
    return <EmptyState Icon={CircleCheckBig} title={text('approvals.none')} text={text('approvals.none.text')} />;
  return (
    <>
      <Bulk queue={submitted} chosen={chosen} choose={choose} decide={decide} />
      <ul class="queue stack">
        {queue.map((item) => (
          <QueueItem
            key={item.request.requestId}
            item={item}
            kind={word('leaveType', item.request.leaveType)}
            chosen={ids.includes(item.request.requestId)}
            choose={(on) =>
              choose([...ids.filter((id) => id !== item.request.requestId), ...(on ? [item.request.requestId] : [])])
            }
            decide={(request, verdict) => decide([request], verdict)}
          />
        ))}
      </ul>
      {refusing.length > 0 && <Why close={() => setRefusing([])} done={refuse} />}
    </>
  );
}

/** What waits for one's decision, with everything needed to decide. */
export default function Approvals() {
  const { text } = speech.value;
  const { isDecided, decide } = useDecisions();
  const waiting = useAsk<WaitingList>('/api/vacation/approvals', {
    live: ['notices', 'requests'],
  });
  const queue = waiting.data?.approvals.filter(({ request }) => !isDecided(request)) ?? null;
  return (
    <Page title={text('page.approvals')}>
      <p class="answer">{queue !== null && <Answer queue={queue} />}</p>
      <div {...freshness(waiting)}>
        <Answered of={waiting} skeleton="form-skeleton">
          {() => <Queue queue={queue ?? []} hold={decide} />}
        </Answered>
      </div>
      <Delegate />
    </Page>
  );
}
