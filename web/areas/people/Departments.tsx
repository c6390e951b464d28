import { Building2, Plus } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Department } from '#services/user/answers.ts';
import { send } from '../../data/call.ts';
import { isOffice } from '../../data/rights.ts';
import { ActDialog } from '../../kit/ActDialog.tsx';
import { Button } from '../../kit/Button.tsx';
import { EmptyState } from '../../kit/EmptyState.tsx';
import { Failure } from '../../kit/Failure.tsx';
import { Select, TextField } from '../../kit/Field.tsx';
import { ScrollBox } from '../../kit/ScrollBox.tsx';
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

function Table({ departments, open }: { departments: readonly Department[]; open: (doing: Doing) => void }) {
  const { text } = speech.value;
  const most = Math.max(...departments.map(({ people }) => people));
  return (
    <ScrollBox class="table-box" label={text('people.tab.departments')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text('people.column.department')}</th>
            <th scope="col" class="numeric">
              {text('department.people')}
            </th>
            <th scope="col">
              <span class="hidden">{text('department.share')}</span>
            </th>
            {isOffice.value && (
              <th scope="col">
                <span class="hidden">{text('people.column.actions')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {departments.map((department) => (
            <Row key={department.id} department={department} most={most} open={open} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
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
  const { data, current, problem, reload } = useDepartments();
  const [doing, open] = useState<Doing>(null);
  const all = data?.rows ?? [];
  const create = isOffice.value && (
    <Button Icon={Plus} onClick={() => open('create')}>
      {text('department.create')}
    </Button>
  );
  return (
    <div class="panel people-list" aria-busy={!current} data-old={data !== null && !current}>
      {data === null && problem === null && <div class="skeleton people-skeleton" aria-hidden="true" />}
      {data === null && problem !== null && <Failure problem={problem} retry={reload} />}
      {data !== null && all.length === 0 && (
        <EmptyState Icon={Building2} title={text('department.none')} text={text('department.none.text')} />
      )}
      {all.length > 0 && <Table departments={all} open={open} />}
      {data !== null && create}
      <Opened doing={doing} all={all} close={() => open(null)} />
    </div>
  );
}
