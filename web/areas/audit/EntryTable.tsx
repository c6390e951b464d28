import { localDate } from '#lib/dates.ts';
import type { AuditEntry } from '#services/audit/answers.ts';
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

function Row({ entry, open }: { entry: AuditEntry; open: (entry: AuditEntry) => void }) {
  const voice = speech.value;
  const about = aboutOf(entry);
  const what = nameOfType(entry.type, voice);
  const when = voice.moment(entry.occurredAt);
  return (
    <tr>
      <td class="audit-when">
        {voice.clock(entry.occurredAt)}
        <small>{voice.day(localDate(entry.occurredAt, voice.zone))}</small>
      </td>
      <th scope="row">
        <button
          type="button"
          class="audit-open"
          aria-label={voice.text('audit.open', { what, when })}
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
      </th>
      <td>
        <Who entry={entry} />
      </td>
    </tr>
  );
}

/** Events, newest first: when, what, who. */
export function EntryTable({
  entries,
  open,
}: {
  readonly entries: readonly AuditEntry[];
  readonly open: (entry: AuditEntry) => void;
}) {
  const { text } = speech.value;
  return (
    <table class="stacks audit-table">
      <caption class="hidden">{text('audit.table')}</caption>
      <thead>
        <tr>
          <th scope="col">{text('audit.when')}</th>
          <th scope="col">{text('audit.what')}</th>
          <th scope="col">{text('audit.who')}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Row key={`${entry.stream} ${entry.seq}`} entry={entry} open={open} />
        ))}
      </tbody>
    </table>
  );
}
