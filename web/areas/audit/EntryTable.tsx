import { localDate } from '#lib/dates.ts';
import type { AuditEntry } from '#services/audit/answers.ts';
import { type Column, Rows } from '../../kit/Table.tsx';
import { speech } from '../../language/appearance.ts';
import { PersonName } from '../directory/PersonLink.tsx';
import { aboutOf, actorOf, factsOf, nameOfType } from './sentence.ts';

function Who({ entry }: { entry: AuditEntry }) {
  const { text } = speech.value;
  const actor = actorOf(entry);
  if (actor.kind === 'person') return <PersonName employeeId={actor.employeeId} />;
  return <span class="muted">{text(actor.kind === 'itself' ? 'audit.itself' : 'audit.stranger')}</span>;
}

function About({ employeeId }: { employeeId: string }) {
  const [before = '', after = ''] = speech.value.text('audit.of').split('{person}');
  return (
    <span>
      {before}
      <PersonName employeeId={employeeId} />
      {after}
    </span>
  );
}

function What({ entry, open }: { entry: AuditEntry; open: (entry: AuditEntry) => void }) {
  const voice = speech.value;
  const about = aboutOf(entry);
  const what = nameOfType(entry.type, voice);
  return (
    <>
      <button
        type="button"
        class="opener"
        aria-label={voice.text('audit.open', { what, when: voice.moment(entry.occurredAt) })}
        aria-haspopup="dialog"
        onClick={() => open(entry)}
      >
        {what}
      </button>
      <span class="audit-facts">
        {about !== null && <About employeeId={about} />}
        {factsOf(entry, voice).map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </span>
    </>
  );
}

const When = ({ occurredAt }: AuditEntry) => (
  <>
    {speech.value.clock(occurredAt)}
    <small class="block">{speech.value.day(localDate(occurredAt, speech.value.zone))}</small>
  </>
);

interface EntryTableProps {
  readonly entries: readonly AuditEntry[];
  readonly open: (entry: AuditEntry) => void;
}

/** Events, newest first: when, what, who. */
export function EntryTable({ entries, open }: EntryTableProps) {
  const { text } = speech.value;
  const columns: readonly Column<AuditEntry>[] = [
    { name: text('audit.when'), class: 'audit-when', cell: (entry) => <When {...entry} /> },
    { name: text('what'), isHead: true, cell: (entry) => <What entry={entry} open={open} /> },
    { name: text('audit.who'), cell: (entry) => <Who entry={entry} /> },
  ];
  return (
    <table class="stacks audit-table">
      <caption class="hidden">{text('audit.table')}</caption>
      <Rows columns={columns} rows={entries} keyOf={({ stream, seq }) => `${stream} ${seq}`} />
    </table>
  );
}
