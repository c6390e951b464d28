import { Check } from 'lucide-preact';
import { eachDay } from '#lib/dates.ts';
import type { LeaveRequest, Verdict, Waiting } from '#services/vacation/answers.ts';
import { Avatar } from '../../kit/Avatar.tsx';
import { Button } from '../../kit/Button.tsx';
import { now, speech } from '../../language/appearance.ts';
import { Findings } from '../leave/RequestForm.tsx';
import { periodText } from '../leave/words.ts';

interface QueueItemProps {
  readonly item: Waiting;
  readonly kind: string;
  readonly chosen: boolean;
  readonly choose: (chosen: boolean) => void;
  readonly decide: (request: LeaveRequest, verdict: Verdict) => void;
}

const longestStrip = 31;

const daysOf = ({ from, to }: LeaveRequest): readonly string[] => [...eachDay(from, to)].slice(0, longestStrip);

/** The days that are asked for, each with how many colleagues are away on it. */
function Strip({ item }: { item: Waiting }) {
  const { text, weekday, plural, dayOfMonth } = speech.value;
  return (
    <ol class="strip wrap" aria-label={text('approvals.strip')}>
      {daysOf(item.request).map((day) => {
        const people = item.away.filter(({ days }) => days.includes(day)).length;
        const label = text('approvals.strip.day', { day: weekday(day), people: plural('unit.people', people) });
        return (
          <li key={day} data-away={people > 0 ? 'some' : 'none'} title={label}>
            <span class="hidden">{label}</span>
            <span aria-hidden="true">{dayOfMonth(day)}</span>
          </li>
        );
      })}
    </ol>
  );
}

function Conflicts({ item }: { item: Waiting }) {
  const { text, plural, list } = speech.value;
  const { findings, away } = item;
  return (
    <div class="queue-conflicts stack">
      <Strip item={item} />
      <Findings findings={findings} />
      {away.length > 0 && (
        <span>
          {plural('approvals.away', away.length).replace('{names}', list(away.slice(0, 4).map(({ name }) => name)))}
        </span>
      )}
      {findings.length === 0 && away.length === 0 && (
        <span class="queue-clear inline">
          <Check size={14} aria-hidden="true" />
          {text('approvals.clear')}
        </span>
      )}
    </div>
  );
}

function Who({ item, kind }: { item: Waiting; kind: string }) {
  const { request, department, waitingSince } = item;
  const { text, plural, ago } = speech.value;
  const name = request.employeeName ?? request.employeeId;
  const [firstName = null, lastName = null] = name.split(' ');
  return (
    <div class="queue-who row">
      <Avatar id={request.employeeId} firstName={firstName} lastName={lastName} size={32} />
      <div>
        <p>
          <a href={`/leave/requests/${request.requestId}`}>
            <strong>{name}</strong>
          </a>{' '}
          <small>{department}</small>
        </p>
        <p>
          {periodText(speech.value, request)} · {plural('unit.days', request.days)}
        </p>
        <small>
          {kind}
          {request.status === 'cancellation_requested' && ` · ${text('approvals.asksToCancel')}`} ·{' '}
          {text('approvals.since', { ago: ago(waitingSince, now.value) })}
        </small>
      </div>
    </div>
  );
}

/** What can be answered to what somebody asks: no, and yes. */
const answers = {
  submitted: [
    ['reject', 'approvals.reject'],
    ['approve', 'approvals.approve'],
  ],
  cancellation_requested: [
    ['decline_cancellation', 'approvals.keep'],
    ['cancel', 'approvals.cancel'],
  ],
} as const;

function Actions({ item: { request }, decide }: Pick<QueueItemProps, 'item' | 'decide'>) {
  const { text } = speech.value;
  const [no, yes] = answers[request.status === 'cancellation_requested' ? request.status : 'submitted'];
  return (
    <div class="queue-actions wrap end">
      <Button kind="quiet" onClick={() => decide(request, no[0])}>
        {text(no[1])}
      </Button>
      <Button Icon={Check} onClick={() => decide(request, yes[0])}>
        {text(yes[1])}
      </Button>
    </div>
  );
}

/** One request that waits: who, what, what speaks against it, and the decision. */
export const QueueItem = ({ item, kind, chosen, choose, decide }: QueueItemProps) => (
  <li class="queue-item">
    <input
      type="checkbox"
      checked={chosen}
      disabled={item.request.status !== 'submitted'}
      aria-label={speech.value.text('approvals.choose', { name: item.request.employeeName ?? item.request.employeeId })}
      onChange={(event) => choose(event.currentTarget.checked)}
    />
    <Who item={item} kind={kind} />
    <Conflicts item={item} />
    <Actions item={item} decide={decide} />
  </li>
);
