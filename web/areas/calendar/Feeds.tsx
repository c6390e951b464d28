import { CalendarPlus, Trash2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { CreatedFeed, Feed, FeedList } from '#services/calendar/answers.ts';
import { send } from '../../data/call.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Button } from '../../kit/Button.tsx';
import { CopyButton } from '../../kit/CopyButton.tsx';
import { Dialog } from '../../kit/Dialog.tsx';
import { Section } from '../../kit/Section.tsx';
import { toastAnswer, toastProblem } from '../../kit/Toasts.tsx';
import { speech } from '../../language/appearance.ts';

/** The address of a new feed: it is told this once. */
function NewFeed({ address, close }: { address: string; close: () => void }) {
  const { text } = speech.value;
  return (
    <Dialog title={text('calendar.feed.new')} close={close} wide actions={<CopyButton kind="primary" text={address} />}>
      <p>{text('calendar.feed.once')}</p>
      <input class="address" type="text" readOnly value={address} aria-label={text('calendar.feed.address')} />
    </Dialog>
  );
}

function FeedLine({ feed }: { feed: Feed }) {
  const { text, day } = speech.value;
  const name = feed.department === null ? text('nav.leave') : feed.department;
  async function revoke(): Promise<void> {
    toastAnswer(await send('DELETE', `/api/calendar/feeds/${feed.id}`), text('calendar.feed.revoked'));
  }
  return (
    <li class="feed row apart">
      <span>
        <strong>{name}</strong> <small>{text('since.day', { day: day(feed.createdAt.slice(0, 10)) })}</small>
      </span>
      <Button kind="quiet" Icon={Trash2} onClick={revoke}>
        {text('calendar.feed.revoke')}
      </Button>
    </li>
  );
}

/** Calendars that other programs subscribe to: one's own, and the department's. */
export function Feeds({ department }: { department: string | null }) {
  const { text } = speech.value;
  const { data } = useAsk<FeedList>('/api/calendar/feeds');
  const [address, setAddress] = useState<string | null>(null);
  async function make(wanted: object): Promise<void> {
    const answer = await send<CreatedFeed>('POST', '/api/calendar/feeds', wanted);
    if (answer.ok) setAddress(location.origin + answer.data.path);
    else toastProblem(answer.problem);
  }
  return (
    <Section id="feeds" title={text('calendar.feeds')} class="work feeds">
      <p class="muted">{text('calendar.feeds.text')}</p>
      <div class="feed-actions wrap">
        <Button Icon={CalendarPlus} onClick={() => make({ kind: 'person' })}>
          {text('calendar.feed.makeOwn')}
        </Button>
        {department !== null && (
          <Button Icon={CalendarPlus} onClick={() => make({ kind: 'department', department })}>
            {text('calendar.feed.makeTeam', { department })}
          </Button>
        )}
      </div>
      <ul>
        {(data?.rows ?? []).map((feed) => (
          <FeedLine key={feed.id} feed={feed} />
        ))}
      </ul>
      {address !== null && <NewFeed address={address} close={() => setAddress(null)} />}
    </Section>
  );
}
