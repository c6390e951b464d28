import { FileUp, UserPlus } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import '../leave/leave.css';
import './people.css';
import { addressOf } from '../../data/address.ts';
import { isOffice } from '../../data/rights.ts';
import { Button } from '../../kit/Button.tsx';
import { Page } from '../../kit/Page.tsx';
import { Tabs } from '../../kit/Tabs.tsx';
import { Words } from '../../kit/Words.tsx';
import { speech } from '../../language/appearance.ts';
import { useDepartments } from '../directory/useDepartments.ts';
import { Departments } from './Departments.tsx';
import { Directory } from './Directory.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { NewPerson } from './NewPerson.tsx';
import { type Wanted, whos } from './useDirectory.ts';

const tabs = ['people', 'departments'] as const;
type Tab = (typeof tabs)[number];

/** What the address says is to be seen. */
function useChoice() {
  const { query, route } = useLocation();
  const tab: Tab = query.tab === 'departments' ? 'departments' : 'people';
  const wanted: Wanted = {
    q: query.q ?? '',
    department: query.department ?? '',
    who: whos.find((who) => who === query.who) ?? 'here',
  };
  function change(part: Partial<Wanted & { tab: Tab }>): void {
    const next = { ...wanted, tab, ...part };
    const standard = { tab: next.tab === 'people' ? null : next.tab, who: next.who === 'here' ? null : next.who };
    route(addressOf('/people', { ...next, ...standard }), true);
  }
  return { tab, wanted, change };
}

/** How many work here, in how many departments. */
function Answer() {
  const { sentence, plural } = speech.value;
  const { data } = useDepartments();
  if (data === null) return null;
  const people = data.rows.reduce((sum, one) => sum + one.people, 0);
  const values = {
    people: plural('people.work', people),
    departments: plural('people.inDepartments', data.rows.length),
  };
  return <Words segments={sentence('people.answer', values)} />;
}

function Actions({ open }: { open: (what: 'new' | 'import') => void }) {
  const { text } = speech.value;
  if (!isOffice.value) return null;
  return (
    <>
      <Button Icon={FileUp} onClick={() => open('import')}>
        {text('import.open')}
      </Button>
      <Button kind="primary" Icon={UserPlus} onClick={() => open('new')}>
        {text('people.new')}
      </Button>
    </>
  );
}

/** Everybody who works here, and the departments they work in. */
export default function People() {
  const { text } = speech.value;
  const { tab, wanted, change } = useChoice();
  const [opened, open] = useState<'new' | 'import' | null>(null);
  return (
    <Page title={text('page.people')} actions={<Actions open={open} />}>
      <p class="answer people-answer">
        <Answer />
      </p>
      <Tabs
        label={text('page.people')}
        tabs={tabs.map((one) => [one, text(`people.tab.${one}`)])}
        chosen={tab}
        change={(next) => change({ tab: next })}
      >
        {tab === 'people' ? <Directory wanted={wanted} change={change} /> : <Departments />}
      </Tabs>
      {opened === 'new' && <NewPerson close={() => open(null)} />}
      {opened === 'import' && <ImportDialog close={() => open(null)} />}
    </Page>
  );
}
