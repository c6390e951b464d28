import { SearchX } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import type { DirectoryEntry } from '#services/user/answers.ts';
import { isOffice } from '../../data/rights.ts';
import { Answered, freshness } from '../../kit/Answered.tsx';
import { Button } from '../../kit/Button.tsx';
import { EmptyState } from '../../kit/EmptyState.tsx';
import { Table } from '../../kit/Table.tsx';
import { speech } from '../../language/appearance.ts';
import { PersonLine, PersonName } from '../directory/PersonLink.tsx';
import { useDepartmentOptions } from '../directory/useDepartments.ts';
import { useDirectory, type Wanted, type Who, whos } from './useDirectory.ts';

interface DirectoryProps {
  readonly wanted: Wanted;
  readonly change: (part: Partial<Wanted>) => void;
}

/** So long after the last letter it is looked for, ms. */
const pauseMs = 200;

function Search({ q, change }: { q: string; change: (q: string) => void }) {
  const [typed, setTyped] = useState(q);
  useEffect(() => setTyped(q), [q]);
  useEffect(() => {
    if (typed === q) return;
    const timer = setTimeout(() => change(typed), pauseMs);
    return () => clearTimeout(timer);
  }, [typed]);
  const { text } = speech.value;
  return (
    <label class="field people-search">
      <span>{text('people.search')}</span>
      <input
        type="search"
        placeholder={text('people.search.hint')}
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      />
    </label>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly change: (value: string) => void;
}

const Choice = ({ label, value, options, change }: ChoiceProps) => (
  <label class="field">
    <span>{label}</span>
    {/* The longest name of a department may be wider than the page. */}
    <span class="form-field">
      <select value={value} onChange={({ currentTarget }) => change(currentTarget.value)}>
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </span>
  </label>
);

function Narrow({ wanted, change }: DirectoryProps) {
  const { text } = speech.value;
  const departments = useDepartmentOptions(text('people.department.all'));
  return (
    <search class="people-narrow">
      <Search q={wanted.q} change={(q) => change({ q })} />
      <Choice
        label={text('people.department')}
        value={wanted.department}
        options={departments}
        change={(department) => change({ department })}
      />
      {isOffice.value && (
        <Choice
          label={text('people.who')}
          value={wanted.who}
          options={whos.map((who) => [who, text(`people.who.${who}`)])}
          change={(who) => change({ who: who as Who })}
        />
      )}
    </search>
  );
}

function Row({ person }: { person: DirectoryEntry }) {
  const { text } = speech.value;
  return (
    <tr>
      <th scope="row">
        <PersonLine person={person} more={person.active ? null : text('people.left')} />
      </th>
      <td>{person.department ?? '–'}</td>
      <td>{person.managerId === null ? '–' : <PersonName employeeId={person.managerId} />}</td>
      <td>{person.email === null ? '–' : <a href={`mailto:${person.email}`}>{person.email}</a>}</td>
    </tr>
  );
}

function Rows({ rows }: { rows: readonly DirectoryEntry[] }) {
  const { text } = speech.value;
  const headings = (['name', 'department', 'manager', 'email'] as const).map((column) => ({
    name: text(`people.column.${column}`),
  }));
  return (
    <Table class="people-table" label={text('people.table')} headings={headings}>
      {rows.map((person) => (
        <Row key={person.employeeId} person={person} />
      ))}
    </Table>
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
        {next !== null && <Button onClick={() => void load()}>{text('people.more')}</Button>}
      </div>
    </>
  );
}
