import { ArrowRight } from 'lucide-preact';
import { useEffect, useRef } from 'preact/hooks';
import type { RequestPage, RequestRow } from '#api/answers.ts';
import { addressOf } from '../../data/address.ts';
import { instantOf } from '../../data/answer.ts';
import { personName } from '../../data/personName.ts';
import { useAsk } from '../../data/useAsk.ts';
import { NotYet } from '../../kit/Answered.tsx';
import { Words } from '../../kit/Words.tsx';
import { announce, now, speech } from '../../language/appearance.ts';
import { Empty } from '../../panels/Empty.tsx';
import { useFilters } from '../../panels/filters/useFilters.ts';
import { departmentName } from '../../panels/panel.ts';
import { rowsPath } from '../../panels/rows.ts';
import { Status } from '../leave/Status.tsx';

const shownCount = 7;
/** Shortest pause between two announcements of new requests, ms. */
const quietMs = 30_000;

/** Which of these ids were not there before; at first none is new. */
function useNews(ids: readonly string[]): ReadonlySet<string> {
  const seen = useRef<ReadonlySet<string> | null>(null);
  const saidAt = useRef(0);
  const unsaid = useRef(0);
  const fresh = new Set(seen.current === null ? [] : ids.filter((id) => seen.current?.has(id) === false));
  useEffect(() => {
    if (ids.length > 0) seen.current = new Set([...(seen.current ?? []), ...ids]);
    unsaid.current += fresh.size;
    if (unsaid.current === 0 || Date.now() - saidAt.current < quietMs) return;
    announce(speech.value.plural('latest.announce', unsaid.current));
    saidAt.current = Date.now();
    unsaid.current = 0;
  }, [ids.join()]);
  return fresh;
}

function Line({ row, fresh }: { row: RequestRow; fresh: boolean }) {
  const { nearRange, plural, word, ago } = speech.value;
  return (
    <li class={fresh ? 'fresh' : ''}>
      <span class="who">
        <strong>{personName(row)}</strong> <small>{departmentName(speech.value, row.department)}</small>
      </span>
      <Status status={row.status} />
      <span class="what">
        {nearRange(row.from, row.to, now.value)} · {plural('unit.days', row.days)} · {word('leaveType', row.leaveType)}
      </span>
      <small class="when">{ago(instantOf(row.submittedAt), now.value)}</small>
    </li>
  );
}

function useLatest() {
  const { filters } = useFilters();
  const { departments: department, leaveTypes: leaveType } = filters;
  const path = addressOf('/api/requests', { limit: shownCount, department, leaveType });
  return { filters, ...useAsk<RequestPage>(path, { live: ['requests'] }) };
}

/** The newest requests as they come; their number never changes, so nothing below moves. */
export function LatestRequests({ bare }: { bare: boolean }) {
  const { filters, data, problem, reload, current } = useLatest();
  const rows = data?.rows ?? [];
  const fresh = useNews(current ? rows.map(({ requestId }) => requestId) : []);
  const { text, sentence, number, ago } = speech.value;
  const [newest] = rows;
  const waiting = rows.filter(({ status }) => status === 'submitted').length;
  return (
    <article
      class="panel span-5"
      id="latest"
      aria-labelledby="latest-title"
      aria-busy={!current}
      data-old={data !== null && !current}
    >
      <header>
        <h2 id="latest-title">{text('latest.title')}</h2>
      </header>
      <p class="answer">
        {newest !== undefined && (
          <Words
            segments={sentence('latest.answer', {
              ago: ago(instantOf(newest.submittedAt), now.value),
              waiting: number(waiting),
              shown: number(rows.length),
            })}
          />
        )}
        {data === null && problem === null && <span class="skeleton line" aria-hidden="true" />}
      </p>
      {data === null && <NotYet of={{ problem, reload }} skeleton="picture" />}
      {data !== null && rows.length === 0 && <Empty never={bare} />}
      {rows.length > 0 && (
        <ol class="latest picture">
          {rows.map((row) => (
            <Line key={row.requestId} row={row} fresh={fresh.has(row.requestId)} />
          ))}
        </ol>
      )}
      <div class="below">
        <a class="more inline" href={rowsPath('requests', filters)}>
          {text('latest.all')}
          <ArrowRight size={14} aria-hidden="true" />
        </a>
      </div>
    </article>
  );
}
