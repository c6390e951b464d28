import { MailCheck, SearchX } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import './letters.css';
import type { LetterPage, LetterRow } from '#api/answers.ts';
import { useAsk } from '../../data/useAsk.ts';
import { useRows } from '../../data/useRows.ts';
import { zone } from '../../data/zone.ts';
import { freshness, NotYet } from '../../kit/Answered.tsx';
import { Button } from '../../kit/Button.tsx';
import { EmptyState } from '../../kit/EmptyState.tsx';
import { Page } from '../../kit/Page.tsx';
import { Words } from '../../kit/Words.tsx';
import { speech } from '../../language/appearance.ts';
import { CloseDialog } from './CloseDialog.tsx';
import { Deeds, type Wish } from './Deeds.tsx';
import { decideNow, mostAtOnce } from './decide.ts';
import { LetterDialog } from './LetterDialog.tsx';
import { LetterTable } from './LetterTable.tsx';
import { SearchBar } from './SearchBar.tsx';
import { StoppedRoutes } from './StoppedRoutes.tsx';
import { everything, lettersPath, readSearch, type Search, writeSearch } from './search.ts';

/** New letters come with new events. */
const live = ['events'];

/** The search of the address, and how to change it. */
function useSearch() {
  const { query, path, route } = useLocation();
  const search = readSearch(query);
  const go = (next: Search): void => route(path + writeSearch(next));
  return { search, change: (part: Partial<Search>) => go({ ...search, ...part }), clear: () => go(everything) };
}

function Answer({ page, search }: { page: LetterPage; search: Search }) {
  const { sentence, plural, text } = speech.value;
  const letters = plural('letters.count', page.total);
  const unseen = Object.values(page.unseen).reduce((sum, count) => sum + count, 0) + page.leftOut;
  const key = page.total === 0 ? 'letters.answer.none' : `letters.answer.${search.state}`;
  return (
    <>
      <Words segments={sentence(key as 'letters.answer.open', { letters })} />
      {!page.rabbitmq && <span class="partial">{text('letters.rabbitmq')}</span>}
      {unseen > 0 && (
        <span class="partial">{text('letters.unseen', { letters: plural('letters.count', unseen) })}</span>
      )}
    </>
  );
}

function Nothing({ search }: { search: Search }) {
  const { text } = speech.value;
  const isPlain = writeSearch(search) === '';
  return (
    <EmptyState
      Icon={isPlain ? MailCheck : SearchX}
      title={text(isPlain ? 'letters.none' : 'letters.none.such')}
      text={text(isPlain ? 'letters.none.text' : 'letters.none.such.text')}
    />
  );
}

interface ToolsProps {
  readonly rows: readonly LetterRow[];
  readonly chosen: ReadonlySet<string>;
  readonly chooseAll: (all: boolean) => void;
  readonly busy: boolean;
  readonly wish: (wish: Wish, places: readonly string[]) => void;
}

function Tools({ rows, chosen, chooseAll, busy, wish }: ToolsProps) {
  const { text, plural } = speech.value;
  const letters = rows.filter(({ place }) => chosen.has(place));
  const count = plural('letters.count', letters.length);
  return (
    <div class="letters-tools row wrap apart">
      <label class="inline">
        <input
          type="checkbox"
          checked={letters.length > 0 && letters.length === Math.min(rows.length, mostAtOnce)}
          onChange={(event) => chooseAll(event.currentTarget.checked)}
        />
        {letters.length === 0 ? text('letters.choose.all') : text('letters.chosen', { letters: count })}
      </label>
      <Deeds letters={letters} busy={busy} wish={wish} />
    </div>
  );
}

/** What is chosen, what is open over the page, and what is done. */
function useDesk(rows: readonly LetterRow[], reload: () => void) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<LetterRow | null>(null);
  const [closing, setClosing] = useState<readonly string[] | null>(null);
  const [busy, setBusy] = useState(false);
  function choose(place: string, isChosen: boolean): void {
    const others = [...chosen].filter((each) => each !== place);
    setChosen(new Set(isChosen ? [...others, place].slice(0, mostAtOnce) : others));
  }
  function done(): void {
    setChosen(new Set());
    reload();
  }
  async function wish(act: Wish, places: readonly string[]): Promise<void> {
    setOpen(null);
    if (act === 'close') return setClosing(places);
    setBusy(true);
    await decideNow(act, places);
    setBusy(false);
    done();
  }
  const all = rows.slice(0, mostAtOnce).map(({ place }) => place);
  const chooseAll = (isChosen: boolean): void => setChosen(new Set(isChosen ? all : []));
  return { chosen, open, setOpen, closing, setClosing, busy, choose, chooseAll, wish, done };
}

interface ListProps {
  readonly path: string;
  readonly search: Search;
  readonly reload: () => void;
}

function List({ path, search, reload }: ListProps) {
  const { text } = speech.value;
  const asking = useRows<LetterRow>(path, { live, cursor: 'cursor' });
  const rows = asking.data ?? [];
  const { chosen, open, setOpen, closing, setClosing, busy, choose, chooseAll, wish, done } = useDesk(rows, reload);
  function endClosing(): void {
    setClosing(null);
    done();
  }
  return (
    <div class="panel people-list letters-list" {...freshness(asking)}>
      {(asking.data === null || asking.problem !== null) && <NotYet of={asking} skeleton="letters-skeleton" />}
      {asking.data !== null && rows.length === 0 && <Nothing search={search} />}
      {rows.length > 0 && <Tools rows={rows} chosen={chosen} chooseAll={chooseAll} busy={busy} wish={wish} />}
      {rows.length > 0 && <LetterTable letters={rows} chosen={chosen} choose={choose} open={setOpen} />}
      {asking.next !== null && <Button onClick={asking.load}>{text('do.more')}</Button>}
      {open !== null && <LetterDialog letter={open} wish={wish} close={() => setOpen(null)} />}
      {closing !== null && <CloseDialog places={closing} close={endClosing} />}
    </div>
  );
}

/** What nobody could use, for administrators: to look at, to replay, to close. */
export default function Letters() {
  const { text } = speech.value;
  const { search, change, clear } = useSearch();
  const [round, setRound] = useState(0);
  const path = lettersPath(search, zone.value);
  const { data } = useAsk<LetterPage>(path, { live });
  return (
    <Page title={text('page.letters')}>
      <p class="answer letters-answer">{data !== null && <Answer page={data} search={search} />}</p>
      {data !== null && <StoppedRoutes stopped={data.stopped} />}
      <SearchBar search={search} choices={data?.choices ?? null} change={change} clear={clear} />
      <List key={`${path} ${round}`} path={path} search={search} reload={() => setRound(round + 1)} />
    </Page>
  );
}
