import { Building2, Plus } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Department } from '#services/user/answers.ts';
import { send } from '../../data/call.ts';
import { isOffice } from '../../data/rights.ts';
import { ActDialog } from '../../kit/ActDialog.tsx';
import { Answered, freshness } from '../../kit/Answered.tsx';
import { Button } from '../../kit/Button.tsx';
import { EmptyState } from '../../kit/EmptyState.tsx';
import { Select, TextField } from '../../kit/Field.tsx';
import { Table } from '../../kit/Table.tsx';
import { speech, today } from '../../language/appearance.ts';
import { useDepartments } from '../directory/useDepartments.ts';
import { FromField } from './employmentFields.tsx';

type Doing = 'create' | { readonly what: 'rename' | 'merge'; readonly department: Department } | null;

function Create({ close }: { close: () => void }) {
  const { text } = speech.value;
  const [name, setName] = useState('');
  return (
    <ActDialog
      title={text('department.create')}
      verb={text('department.create.do')}
      close={close}
      ready={name.trim() !== ''}
      act={() => send('POST', '/api/user/departments', { name })}
      said={text('department.created', { name: name.trim() })}
    >
      {(problem) => (
        <TextField label={text('department.name')} name="name" problem={problem} value={name} change={setName} />
      )}
    </ActDialog>
  );
}

interface OneProps {
  readonly department: Department;
  readonly close: () => void;
}

function Rename({ department: { id, name: former, version }, close }: OneProps) {
  const { text } = speech.value;
  const [name, setName] = useState(former);
  const [effectiveFrom, setDay] = useState(today.value);
  const body = { name, effectiveFrom };
  return (
    <ActDialog
      title={text('department.rename.title', { name: former })}
      verb={text('department.rename')}
      close={close}
      ready={name.trim() !== '' && name.trim() !== former && effectiveFrom !== ''}
      act={() => send('POST', `/api/user/departments/${id}/rename`, body, { ifMatch: version })}
      said={text('department.renamed', { name: name.trim() })}
    >
      {(problem) => (
        <>
          <p class="muted">{text('department.rename.text')}</p>
          <TextField label={text('department.name.new')} name="name" problem={problem} value={name} change={setName} />
          <FromField value={effectiveFrom} change={setDay} problem={problem} />
        </>
      )}
    </ActDialog>
  );
}

function Merge({
  department: { id, name, version, people },
  others,
  close,
}: OneProps & { others: readonly Department[] }) {
  const { text, plural } = speech.value;
  const [into, setInto] = useState('');
  const [effectiveFrom, setDay] = useState(today.value);
  const body = { into, effectiveFrom };
  const target = others.find((one) => one.id === into)?.name ?? '';
  return (
    <ActDialog
      title={text('department.merge.title', { name })}
      verb={text('department.merge')}
      close={close}
      danger
      ready={into !== '' && effectiveFrom !== ''}
      act={() => send('POST', `/api/user/departments/${id}/merge`, body, { ifMatch: version })}
      said={text('department.merged', { name, target })}
    >
      {(problem) => (
        <>
          <p>{text('department.merge.text', { name, people: plural('unit.people', people) })}</p>
          <Select
            label={text('department.into')}
            name="into"
            problem={problem}
            value={into}
            change={setInto}
            options={[['', text('people.choose')], ...others.map((one) => [one.id, one.name] as const)]}
          />
          <FromField value={effectiveFrom} change={setDay} problem={problem} />
        </>
      )}
    </ActDialog>
  );
}

function Row({ department, most, open }: { department: Department; most: number; open: (doing: Doing) => void }) {
  const { text, number } = speech.value;
  return (
    <tr>
      <th scope="row">
        <a href={`/people?${new URLSearchParams({ department: department.name })}`}>{department.name}</a>
      </th>
      <td class="numeric">{number(department.people)}</td>
      <td class="department-share">
        <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
          <rect width={(100 * department.people) / Math.max(1, most)} height="8" rx="1" />
        </svg>
      </td>
      {isOffice.value && (
        <td class="row-actions">
          {(['rename', 'merge'] as const).map((what) => (
            <Button
              key={what}
              kind="quiet"
              aria-label={text(`department.${what}.title`, { name: department.name })}
              onClick={() => open({ what, department })}
            >
              {text(`department.${what}`)}
            </Button>
          ))}
        </td>
      )}
    </tr>
  );
}

interface ListProps {
  readonly departments: readonly Department[];
  readonly open: (doing: Doing) => void;
}

function List({ departments, open }: ListProps) {
  const { text } = speech.value;
  const most = Math.max(...departments.map(({ people }) => people));
  const headings = [
    { name: text('people.column.department') },
    { name: text('department.people'), numeric: true },
    { name: text('department.share'), hidden: true },
  ];
  const actions = { name: text('people.column.actions'), hidden: true };
  return (
    <Table
      class="department-table"
      label={text('people.tab.departments')}
      headings={isOffice.value ? [...headings, actions] : headings}
    >
      {departments.map((department) => (
        <Row key={department.id} department={department} most={most} open={open} />
      ))}
    </Table>
  );
}

function Opened({ doing, all, close }: { doing: Doing; all: readonly Department[]; close: () => void }) {
  if (doing === null) return null;
  if (doing === 'create') return <Create close={close} />;
  const department = all.find(({ id }) => id === doing.department.id) ?? doing.department;
  if (doing.what === 'rename') return <Rename department={department} close={close} />;
  return <Merge department={department} others={all.filter(({ id }) => id !== department.id)} close={close} />;
}

/** The departments of today, how many people each has, and what the office does with them. */
export function Departments() {
  const { text } = speech.value;
  const departments = useDepartments();
  const [doing, open] = useState<Doing>(null);
  const all = departments.data?.rows ?? [];
  const create = isOffice.value && (
    <Button Icon={Plus} onClick={() => open('create')}>
      {text('department.create')}
    </Button>
  );
  return (
    <div class="panel people-list" {...freshness(departments)}>
      <Answered of={departments} skeleton="people-skeleton">
        {({ rows }) => (
          <>
            {rows.length === 0 && (
              <EmptyState Icon={Building2} title={text('department.none')} text={text('department.none.text')} />
            )}
            {rows.length > 0 && <List departments={rows} open={open} />}
            {create}
          </>
        )}
      </Answered>
      <Opened doing={doing} all={all} close={() => open(null)} />
    </div>
  );
}
