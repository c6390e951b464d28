import { RotateCw, SearchX } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import './audit.css';
import type { AuditEntry, AuditPage } from '#services/audit/answers.ts';
import { zone } from '../../data/zone.ts';
import { NotYet } from '../../kit/Answered.tsx';
import { Button } from '../../kit/Button.tsx';
import { EmptyState } from '../../kit/EmptyState.tsx';
import { Page } from '../../kit/Page.tsx';
import { Words } from '../../kit/Words.tsx';
import { speech } from '../../language/appearance.ts';
import { EntryDialog } from './EntryDialog.tsx';
import { EntryTable } from './EntryTable.tsx';
import { Integrity } from './Integrity.tsx';
import { SearchBar } from './SearchBar.tsx';
import { entriesPath, everything, readSearch, type Search, writeSearch } from './search.ts';
import { useReading } from './useReading.ts';

/** The search of the address, and how to change it. */
function useSearch() {
  const { query, path, route } = useLocation();
  const search = readSearch(query);
  const go = (next: Search): void => route(path + writeSearch(next));
  return {
    search,
    change: (part: Partial<Search>) => go({ ...search, ...part }),
    clear: () => go(everything),
  };
}

function Answer({ count, more, at }: { count: number; more: boolean; at: number }) {
  const { sentence, plural, time } = speech.value;
  const key = count === 0 ? 'audit.answer.none' : more ? 'audit.answer.more' : 'audit.answer';
  return <Words segments={sentence(key, { events: plural('audit.events', count), at: time(at) })} />;
}

/** The audit record, searched. */
export default function Audit() {
  const { text } = speech.value;
  const { search, change, clear } = useSearch();
  const { pages, current, at, busy, problem, again, more } = useReading<AuditPage>(entriesPath(search, zone.value));
  const [open, setOpen] = useState<AuditEntry | null>(null);
  const entries = pages.flatMap((page) => page.entries);
  const next = pages.at(-1)?.next ?? null;
  function only(employeeId: string): void {
    setOpen(null);
    change({ ...everything, person: employeeId });
  }
  return (
    <Page title={text('page.audit')}>
      <div class="rows-head row wrap apart">
        <p class="answer">{at !== null && <Answer count={entries.length} more={next !== null} at={at} />}</p>
        <Button Icon={RotateCw} busy={busy} onClick={again}>
          {text('audit.again')}
        </Button>
      </div>
      <SearchBar search={search} change={change} clear={clear} />
      <div class="audit-grid columns">
        <section class="panel" aria-label={text('audit.table')} aria-busy={busy} data-old={at !== null && !current}>
          {(at === null || problem !== null) && <NotYet of={{ problem, reload: again }} skeleton="audit-skeleton" />}
          {at !== null && entries.length === 0 && (
            <EmptyState Icon={SearchX} title={text('audit.none')} text={text('audit.none.text')} />
          )}
          {entries.length > 0 && <EntryTable entries={entries} open={setOpen} />}
          {next !== null && (
            <Button class="audit-more" busy={busy} onClick={() => more(entriesPath(search, zone.value, next))}>
              {text('audit.more')}
            </Button>
          )}
        </section>
        <Integrity />
      </div>
      {open !== null && <EntryDialog entry={open} close={() => setOpen(null)} only={only} />}
    </Page>
  );
}
