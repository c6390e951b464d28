import type { Checkpoint, Checkpoints } from '#services/audit/answers.ts';
import { Answered } from '../../kit/Answered.tsx';
import { CopyButton } from '../../kit/CopyButton.tsx';
import { Section } from '../../kit/Section.tsx';
import { type Column, Rows } from '../../kit/Table.tsx';
import { Words } from '../../kit/Words.tsx';
import { speech } from '../../language/appearance.ts';
import { useReading } from './useReading.ts';

const command = 'npm run audit:verify';

const coveredBy = ({ streams }: Checkpoint): number => streams.reduce((sum, { size }) => sum + size, 0);

function Newest({ checkpoint }: { checkpoint: Checkpoint | undefined }) {
  const { text, sentence, plural, moment } = speech.value;
  if (checkpoint === undefined) return <>{text('audit.proof.none')}</>;
  const covered = coveredBy(checkpoint);
  const values = { events: plural('audit.events', covered), at: moment(checkpoint.at) };
  if (covered === 0) return <>{text('audit.proof.empty', values)}</>;
  return <Words segments={sentence('audit.proof.newest', values)} />;
}

function Signatures({ checkpoints }: { checkpoints: readonly Checkpoint[] }) {
  const { text, moment, number } = speech.value;
  const columns: readonly Column<Checkpoint>[] = [
    { name: text('audit.proof.number'), cell: (one) => number(one.number) },
    { name: text('audit.proof.at'), cell: ({ at }) => moment(at) },
    { name: text('audit.proof.covers'), numeric: true, cell: (one) => number(coveredBy(one)) },
  ];
  return (
    <table>
      <caption class="hidden">{text('audit.proof.table')}</caption>
      <Rows columns={columns} rows={checkpoints} keyOf={(one) => one.number} />
    </table>
  );
}

function Checked({ checkpoints }: { checkpoints: readonly Checkpoint[] }) {
  const { text } = speech.value;
  const [newest] = checkpoints;
  return (
    <>
      <p>
        <Newest checkpoint={newest} />
      </p>
      {newest !== undefined && <Signatures checkpoints={checkpoints} />}
      {newest !== undefined && <small>{text('audit.proof.key', { key: newest.key.slice(0, 16) })}</small>}
    </>
  );
}

/** Why the record can be trusted: the newest signed states of it. */
export function Integrity() {
  const { text } = speech.value;
  const { pages, problem, again } = useReading<Checkpoints>('/api/audit/checkpoints?limit=5');
  return (
    <Section id="proof" title={text('audit.proof')} class="audit-proof">
      <Answered of={{ data: pages[0] ?? null, problem, reload: again }} skeleton="proof-skeleton">
        {({ checkpoints }) => <Checked checkpoints={checkpoints} />}
      </Answered>
      <p class="muted">{text('audit.proof.text')}</p>
      {/* By hand, by who has the server: a page that is attacked could say anything. */}
      <p class="muted">{text('audit.proof.verify')}</p>
      <p class="audit-command row wrap apart">
        <code>{command}</code>
        <CopyButton kind="quiet" text={command} />
      </p>
    </Section>
  );
}
