import { CircleCheck, Download, FileUp } from 'lucide-preact';
import { useId, useRef, useState } from 'preact/hooks';
import type { ImportStatus, LineFault } from '#services/user/answers.ts';
import { Button } from '../../kit/Button.tsx';
import { Dialog } from '../../kit/Dialog.tsx';
import { ProblemLine } from '../../kit/FormProblem.tsx';
import { type Column, Table } from '../../kit/Table.tsx';
import { Words } from '../../kit/Words.tsx';
import { speech } from '../../language/appearance.ts';
import { faultWords } from './faults.ts';
import { useImport } from './useImport.ts';

/** The columns that the user service reads (services/user/import/line.ts). */
const columns = [
  ...['employee_number', 'first_name', 'last_name', 'email', 'department', 'department_from'],
  ...['manager', 'region', 'locale', 'hired_on', 'schedule'],
];

/** A file with nothing but the columns, for who has none yet. */
const empty = URL.createObjectURL(new Blob([`${columns.join(',')}\n`], { type: 'text/csv' }));

interface ChooseProps {
  readonly file: File | null;
  readonly choose: (file: File | null) => void;
}

/** The browser's own input would speak the browser's language; a button of the page opens it. */
function FileChoice({ file, choose }: ChooseProps) {
  const { text } = speech.value;
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  return (
    <div class="import-file stack">
      <span>{text('import.file')}</span>
      <div class="fields">
        <Button Icon={FileUp} aria-describedby={id} onClick={() => input.current?.click()}>
          {text('import.file.choose')}
        </Button>
        <span id={id} aria-live="polite">
          {file?.name ?? text('import.file.none')}
        </span>
      </div>
      <input
        ref={input}
        type="file"
        name="file"
        accept=".csv,text/csv"
        hidden
        onChange={({ currentTarget }) => choose(currentTarget.files?.[0] ?? null)}
      />
    </div>
  );
}

function Choose(props: ChooseProps) {
  const { text } = speech.value;
  return (
    <>
      <p>{text('import.text')}</p>
      <p class="import-columns wrap">
        {columns.map((column) => (
          <code key={column}>{column}</code>
        ))}
      </p>
      <a class="button" href={empty} download="people.csv">
        <Download size={16} aria-hidden="true" />
        {text('import.empty')}
      </a>
      <FileChoice {...props} />
    </>
  );
}

function Faults({ faults }: { faults: readonly LineFault[] }) {
  const { text, number } = speech.value;
  if (faults.length === 0) return null;
  const columns: readonly Column<LineFault>[] = [
    { name: text('import.line'), numeric: true, cell: ({ line }) => number(line) },
    { name: text('import.column'), cell: ({ column }) => (column === '' ? '–' : <code>{column}</code>) },
    { name: text('import.value'), class: 'import-value', cell: ({ value }) => value || '–' },
    { name: text('import.do'), class: 'import-what', cell: (fault) => <Advice {...faultWords(speech.value, fault)} /> },
  ];
  return (
    <Table
      class="import-faults"
      label={text('import.faults')}
      columns={columns}
      rows={faults}
      keyOf={({ line, column, message }) => `${line} ${column} ${message}`}
    />
  );
}

const Advice = ({ what, remedy }: ReturnType<typeof faultWords>) => (
  <>
    {what} <small class="block">{remedy}</small>
  </>
);

/** What was found in the file, or, when it is applied, what became of it. */
function Report({ status }: { status: ImportStatus }) {
  const { sentence, plural, text } = speech.value;
  const { report, state } = status;
  const bad = new Set(report.faults.map(({ line }) => line)).size;
  const values = {
    created: plural('import.created', report.created),
    updated: plural('import.updated', report.updated),
    unchanged: plural('import.unchanged', report.unchanged),
    bad: plural('import.bad', bad),
  };
  const done = state === 'applied' || state === 'cancelled';
  return (
    <>
      <p class="import-report row" role="status">
        {done && <CircleCheck size={16} aria-hidden="true" />}
        <span>
          <Words segments={sentence(done ? 'import.applied' : 'import.found', values)} />
        </span>
      </p>
      {!done && report.faults.length > 0 && <p class="muted">{text('import.badStay')}</p>}
      <Faults faults={report.faults} />
    </>
  );
}

function Progress({ status: { done, total } }: { status: ImportStatus }) {
  const { text, number } = speech.value;
  return (
    <label class="import-progress stack">
      <span aria-live="polite">{text('import.applying', { done: number(done), total: number(total) })}</span>
      <progress max={Math.max(1, total)} value={done} />
    </label>
  );
}

function Body({ status, ...choice }: ChooseProps & { readonly status: ImportStatus | null }) {
  if (status === null) return <Choose {...choice} />;
  if (status.state === 'applying') return <Progress status={status} />;
  return (
    <>
      {(status.state === 'interrupted' || status.state === 'cancelled') && (
        <p role="alert">{speech.value.text(`import.${status.state}`)}</p>
      )}
      <Report status={status} />
    </>
  );
}

/** A file of people: checked first, looked at, and then applied. */
export function ImportDialog({ close }: { close: () => void }) {
  const { text, plural } = speech.value;
  const [file, choose] = useState<File | null>(null);
  const { status, problem, busy, check, apply, cancel, again } = useImport();
  function anew(): void {
    choose(null);
    again();
  }
  const toApply = status?.state === 'checked' || status?.state === 'interrupted';
  const actions = (
    <>
      {status !== null && status.state !== 'applying' && <Button onClick={anew}>{text('import.another')}</Button>}
      {status?.state === 'applying' && <Button onClick={cancel}>{text('import.cancel')}</Button>}
      {status === null && (
        <Button kind="primary" busy={busy} disabled={file === null} onClick={() => file !== null && check(file)}>
          {text('import.check')}
        </Button>
      )}
      {toApply && (
        <Button kind="primary" busy={busy} disabled={status.total === 0} onClick={apply}>
          {plural('import.apply', status.total)}
        </Button>
      )}
      {status?.state === 'applied' && (
        <Button kind="primary" onClick={close}>
          {text('import.close')}
        </Button>
      )}
    </>
  );
  return (
    <Dialog title={text('import.title')} close={close} wide actions={actions}>
      <Body status={status} file={file} choose={choose} />
      <ProblemLine problem={problem} />
    </Dialog>
  );
}
