import { SearchX } from 'lucide-preact';
import type { DirectoryEntry } from '#services/user/answers.ts';
import { isOffice } from '../../data/rights.ts';
import { Answered, freshness } from '../../kit/Answered.tsx';
import { Button } from '../../kit/Button.tsx';
import { EmptyState } from '../../kit/EmptyState.tsx';
import { SearchField } from '../../kit/SearchField.tsx';
import { SmallSelect } from '../../kit/SmallSelect.tsx';
import { type Column, Table } from '../../kit/Table.tsx';
import { speech } from '../../language/appearance.ts';
import { MailTo, PersonLine, PersonName } from '../directory/PersonLink.tsx';
import { useDepartmentOptions } from '../directory/useDepartments.ts';
import { useDirectory, type Wanted, whos } from './useDirectory.ts';

interface DirectoryProps {
  readonly wanted: Wanted;
  readonly change: (part: Partial<Wanted>) => void;
}

function Narrow({ wanted, change }: DirectoryProps) {
  const { text } = speech.value;
  const departments = useDepartmentOptions(text('departments.all'));
  return (
    <search class="people-narrow row wrap">
      <SearchField
        label={text('do.search')}
        placeholder={text('people.search.hint')}
        value={wanted.q}
        change={(q) => change({ q })}
      />
      <SmallSelect
        label={text('department')}
        value={wanted.department}
        options={departments}
        change={(department) => change({ department })}
      />
      {isOffice.value && (
        <SmallSelect
          label={text('people.who')}
          value={wanted.who}
          options={whos.map((who) => [who, text(`people.who.${who}`)])}
          change={(who) => change({ who })}
        />
      )}
    </search>
  );
}

function Rows({ rows }: { rows: readonly DirectoryEntry[] }) {
  const { text } = speech.value;
  const columns: readonly Column<DirectoryEntry>[] = [
    {
      name: text('person'),
      cell: (person) => <PersonLine person={person} more={person.active ? null : text('people.left')} />,
    },
    { name: text('department'), cell: ({ department }) => department ?? '–' },
    {
      name: text('role.manager'),
      cell: ({ managerId }) => (managerId === null ? '–' : <PersonName employeeId={managerId} />),
    },
    { name: text('people.column.email'), cell: ({ email }) => <MailTo address={email} /> },
  ];
  return (
    <Table
      class="people-table"
      label={text('people.table')}
      columns={columns}
      rows={rows}
      keyOf={({ employeeId }) => employeeId}
    />
  );
}

const everybody: Wanted = { q: '', department: '', who: 'here' };

function Found({ rows, found, all }: { rows: readonly DirectoryEntry[]; found: string; all: () => void }) {
  const { text } = speech.value;
  if (rows.length === 0)
    return (
      <EmptyState Icon={SearchX} title={text('people.none')} text={text('people.none.text')}>
        <Button onClick={all}>{text('people.none.next')}</Button>
      </EmptyState>
    );
  return (
    <>
      <Rows rows={rows} />
      <small>{found}</small>
    </>
  );
}

/** Everybody, by name, department and whether they still work here. */
export function Directory({ wanted, change }: DirectoryProps) {
  const { text, plural } = speech.value;
  const directory = useDirectory(wanted);
  const { data: rows, current, next, load } = directory;
  const found = rows === null ? '' : plural(next === null ? 'people.found' : 'people.foundFirst', rows.length);
  return (
    <>
      <Narrow wanted={wanted} change={change} />
      <div class="panel people-list" {...freshness(directory)}>
        <p class="hidden" aria-live="polite">
          {current ? found : ''}
        </p>
        <Answered of={directory} skeleton="people-skeleton">
          {(known) => <Found rows={known} found={found} all={() => change(everybody)} />}
        </Answered>
        {next !== null && <Button onClick={() => void load()}>{text('do.more')}</Button>}
      </div>
    </>
  );
}
