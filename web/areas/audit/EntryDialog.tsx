import { Eraser } from 'lucide-preact';
import { useId } from 'preact/hooks';
import type { AuditEntry } from '#services/audit/answers.ts';
import { Button } from '../../kit/Button.tsx';
import { Dialog } from '../../kit/Dialog.tsx';
import { type Line, Lines } from '../../kit/Lines.tsx';
import { speech } from '../../language/appearance.ts';
import { useName } from '../directory/PersonLink.tsx';
import { nameOfType, valueText } from './sentence.ts';

function Part({ title, lines }: { title: string; lines: readonly Line[] }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <Lines lines={lines} />
    </section>
  );
}

const Erased = () => (
  <span class="muted audit-erased inline">
    <Eraser size={14} aria-hidden="true" />
    {speech.value.text('audit.detail.erased')}
  </span>
);

/** To the millisecond, with the offset of the zone left out: instants of an audit are UTC. */
function exact(at: number) {
  const iso = new Date(at).toISOString();
  return (
    <>
      {speech.value.moment(at)} <small>{iso}</small>
    </>
  );
}

const Hash = ({ value }: { value: string }) =>
  /^0+$/.test(value) ? <span>{speech.value.text('audit.detail.first')}</span> : <code>{value}</code>;

const dataOf = ({ data, erased }: AuditEntry): readonly Line[] => [
  ...Object.entries(data).map(([name, value]): Line => [name, valueText(value)]),
  ...erased.map((name): Line => [name, <Erased key={name} />]),
];

interface EntryDialogProps {
  readonly entry: AuditEntry;
  readonly close: () => void;
  /** Narrows the search to somebody. */
  readonly only: (employeeId: string) => void;
}

/** Everything that is kept of one event. */
export function EntryDialog({ entry, close, only }: EntryDialogProps) {
  const { text, number } = speech.value;
  const { employeeId } = entry;
  const name = useName(employeeId);
  const event: readonly Line[] = [
    [text('type'), <code key="type">{entry.type}</code>],
    [text('audit.detail.occurred'), exact(entry.occurredAt)],
    [text('audit.detail.recorded'), exact(entry.recordedAt)],
    [text('audit.detail.source'), <code key="source">{entry.source}</code>],
    ...(entry.subject === null
      ? []
      : [[text('audit.detail.subject'), <code key="subject">{entry.subject}</code>] as const]),
    [text('audit.detail.eventId'), <code key="id">{entry.eventId}</code>],
  ];
  const proof: readonly Line[] = [
    [text('audit.detail.chain'), <code key="stream">{entry.stream}</code>],
    [text('audit.detail.seq'), number(entry.seq)],
    [text('audit.detail.hash'), <Hash key="hash" value={entry.hash} />],
    [text('audit.detail.prev'), <Hash key="prev" value={entry.prev} />],
  ];
  return (
    <Dialog
      wide
      title={nameOfType(entry.type, speech.value)}
      close={close}
      actions={
        employeeId !== null && (
          <Button onClick={() => only(employeeId)}>{text('audit.detail.only', { person: name ?? employeeId })}</Button>
        )
      }
    >
      <Part title={text('audit.detail.data')} lines={dataOf(entry)} />
      <Part title={text('audit.detail.event')} lines={event} />
      <Part title={text('audit.detail.proof')} lines={proof} />
    </Dialog>
  );
}
