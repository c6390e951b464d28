import { Building2, Plus } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Department } from '#services/user/answers.ts';
import { addressOf } from '../../data/address.ts';
import { send } from '../../data/call.ts';
import { isOffice } from '../../data/rights.ts';
import { ActDialog } from '../../kit/ActDialog.tsx';
import { Answered, freshness } from '../../kit/Answered.tsx';
import { Button } from '../../kit/Button.tsx';
import { EmptyState } from '../../kit/EmptyState.tsx';
import { Select, TextField } from '../../kit/Field.tsx';
import { actionsColumn, type Column, Table } from '../../kit/Table.tsx';
import { useTyped } from '../../kit/typed.ts';
import { speech, today } from '../../language/appearance.ts';
import { useDepartments } from '../directory/useDepartments.ts';
import { FromField } from './employmentFields.tsx';

type Doing = 'create' | { readonly what: 'rename' | 'merge'; readonly department: Department } | null;

const root = '/api/user/departments';

function Create({ close }: { close: () => void }) {
  const { text } = speech.value;
  const { typed, field } = useTyped({ name: '' });
  const name = typed.name.trim();
  return (
    <ActDialog
      title={text('department.create')}
      verb={text('department.create.do')}
      close={close}
      ready={name !== ''}
      act={() => send('POST', root, typed)}
      said={text('department.created', { name })}
    >
      <TextField label={text('department.name')} {...field('name')} />
    </ActDialog>
  );
}

interface OneProps {
  readonly department: Department;
  readonly close: () => void;
}

function Rename({ department: { id, name: former, version }, close }: OneProps) {
  const { text } = speech.value;
  const { typed, field } = useTyped({ name: former, effectiveFrom: today.value });
  const name = typed.name.trim();
  return (
    <ActDialog
      title={text('department.rename.title', { name: former })}
      verb={text('department.rename')}
      close={close}
      ready={name !== '' && name !== former && typed.effectiveFrom !== ''}
      act={() => send('POST', `${root}/${id}/rename`, typed, { ifMatch: version })}
      said={text('department.renamed', { name })}
    >
      <p class="muted">{text('department.rename.text')}</p>
      <TextField label={text('department.name.new')} {...field('name')} />
      <FromField {...field('effectiveFrom')} />
    </ActDialog>
  );
}

function Merge({ department, others, close }: OneProps & { others: readonly Department[] }) {
  const { id, name, version } = department;
  const { text, plural } = speech.value;
  const { typed, field } = useTyped({ into: '', effectiveFrom: today.value });
  const target = others.find((one) => one.id === typed.into)?.name ?? '';
  const people = plural('unit.people', department.people);
  return (
    <ActDialog
      title={text('department.merge.title', { name })}
      verb={text('department.merge')}
      close={close}
      danger
      ready={typed.into !== '' && typed.effectiveFrom !== ''}
      act={() => send('POST', `${root}/${id}/merge`, typed, { ifMatch: version })}
      said={text('department.merged', { name, target })}
    >
      <p>{text('department.merge.text', { name, people })}</p>
      <Select
        label={text('department.into')}
        options={[['', text('people.choose')], ...others.map((one) => [one.id, one.name] as const)]}
        {...field('into')}
      />
      <FromField {...field('effectiveFrom')} />
    </ActDialog>
  );
}

interface ListProps {
  readonly departments: readonly Department[];
  readonly open: (doing: Doing) => void;
}

/** How many people, as a bar: the longest is the largest department. */
const Share = ({ people, most }: { people: number; most: number }) => (
  <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect width={(100 * people) / Math.max(1, most)} height="8" rx="1" />
  </svg>
);

const Actions = ({ department, open }: { department: Department; open: ListProps['open'] }) => (
  <>
    {(['rename', 'merge'] as const).map((what) => (
      <Button
        key={what}
        kind="quiet"
        aria-label={speech.value.text(`department.${what}.title`, { name: department.name })}
        onClick={() => open({ what, department })}
      >
        {speech.value.text(`department.${what}`)}
      </Button>
    ))}
  </>
);

const linkTo = ({ name }: Department) => <a href={addressOf('/people', { department: name })}>{name}</a>;

function List({ departments, open }: ListProps) {
  const { text, number } = speech.value;
  const most = Math.max(...departments.map(({ people }) => people));
  const columns: readonly Column<Department>[] = [
    { name: text('department'), cell: linkTo },
    { name: text('department.people'), numeric: true, cell: ({ people }) => number(people) },
    {
      name: text('department.share'),
      hidden: true,
      class: 'department-share',
      cell: ({ people }) => <Share people={people} most={most} />,
    },
    ...actionsColumn(isOffice.value, (one: Department) => <Actions department={one} open={open} />),
  ];
  return (
    <Table
      class="department-table"
      label={text('people.tab.departments')}
      columns={columns}
      rows={departments}
      keyOf={({ id }) => id}
    />
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
