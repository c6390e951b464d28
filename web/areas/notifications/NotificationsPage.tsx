import { BellOff, CalendarDays, CircleUser, ListTodo, type LucideIcon, Palmtree } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Notice, NoticePage } from '#services/notification/answers.ts';
import './notifications.css';
import { ask, send } from '../../data/call.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Answered } from '../../kit/Answered.tsx';
import { Button } from '../../kit/Button.tsx';
import { EmptyState } from '../../kit/EmptyState.tsx';
import { Page } from '../../kit/Page.tsx';
import { Words } from '../../kit/Words.tsx';
import { now, speech } from '../../language/appearance.ts';
import { Choices } from './Choices.tsx';

const icons: Readonly<Record<string, LucideIcon>> = {
  approval: ListTodo,
  request: Palmtree,
  team: CalendarDays,
  account: CircleUser,
};

/** NoticePage in the language of the page, whatever that of mail is. */
const pathIn = (language: string): string => `/api/notification/notices?limit=30&language=${language}`;

function NoticeLine({ notice }: { notice: Notice }) {
  const { ago, text, moment } = speech.value;
  const Icon = icons[notice.kind] ?? CircleUser;
  const fresh = notice.readAt === null;
  function read(): void {
    if (fresh) void send('POST', `/api/notification/notices/${notice.id}/read`);
  }
  return (
    <li class={fresh ? 'notice notice-fresh' : 'notice'}>
      <Icon size={16} aria-hidden="true" />
      <div>
        <a href={notice.place} onClick={read}>
          {fresh && <span class="hidden">{text('notices.fresh')} </span>}
          {notice.title}
        </a>
        <p>{notice.text}</p>
        <small title={moment(notice.at)}>{ago(notice.at, now.value)}</small>
      </div>
      {fresh && (
        <Button kind="quiet" onClick={read}>
          {text('notices.read')}
        </Button>
      )}
    </li>
  );
}

/** Earlier notices, page by page; the newest page stays live above them. */
function useEarlier(first: number | null) {
  const [pages, setPages] = useState<readonly NoticePage[]>([]);
  const next = pages.length === 0 ? first : (pages.at(-1)?.next ?? null);
  async function load(): Promise<void> {
    const answer = await ask<NoticePage>(`${pathIn(speech.value.language)}&before=${next}`);
    if (answer.ok) setPages([...pages, answer.data]);
  }
  return { earlier: pages.flatMap(({ notices }) => notices), next, load };
}

function List({ data }: { data: NoticePage }) {
  const { text } = speech.value;
  const { earlier, next, load } = useEarlier(data.next);
  if (data.notices.length === 0)
    return <EmptyState Icon={BellOff} title={text('notices.none')} text={text('notices.none.text')} />;
  const shown = new Map([...data.notices, ...earlier].map((notice) => [notice.id, notice]));
  return (
    <>
      <ol class="notices">
        {[...shown.values()].map((notice) => (
          <NoticeLine key={notice.id} notice={notice} />
        ))}
      </ol>
      {next !== null && <Button onClick={() => void load()}>{text('notices.more')}</Button>}
    </>
  );
}

/** What somebody was told, and what they want to be told. */
export default function Notifications() {
  const { text, sentence, plural, language } = speech.value;
  const notices = useAsk<NoticePage>(pathIn(language), { live: ['notices'] });
  const { data, current } = notices;
  const unread = data?.unread ?? 0;
  const answer = unread > 0 ? 'notices.answer' : 'notices.answer.none';
  return (
    <Page title={text('page.notifications')}>
      <div class="rows-head row wrap apart">
        <p class="answer">
          {data !== null && <Words segments={sentence(answer, { unread: plural('notices.unread', unread) })} />}
        </p>
        {unread > 0 && (
          <Button onClick={() => void send('POST', '/api/notification/read-all')}>{text('notices.readAll')}</Button>
        )}
      </div>
      <div class="notice-grid columns">
        <section class="panel" aria-label={text('page.notifications')} aria-busy={!current}>
          <Answered of={notices} skeleton="notice-skeleton">
            {(newest) => <List data={newest} />}
          </Answered>
        </section>
        <Choices />
      </div>
    </Page>
  );
}
