import { Copy } from 'lucide-preact';
import type * as audit from '#services/audit/answers.ts';
import type { Checkpoint } from '#services/audit/answers.ts';
import type { AnswerOf } from '../../data/answerOf.ts';
import { Answered } from '../../kit/Answered.tsx';
import { Button } from '../../kit/Button.tsx';
import { Section } from '../../kit/Section.tsx';
import { toast } from '../../kit/Toasts.tsx';
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
  return (
    <table>
      <caption class="hidden">{text('audit.proof.table')}</caption>
      <thead>
        <tr>
          <th scope="col">{text('audit.proof.number')}</th>
          <th scope="col">{text('audit.proof.at')}</th>
          <th scope="col" class="numeric">
            {text('audit.proof.covers')}
          </th>
        </tr>
      </thead>
      <tbody>
        {checkpoints.map((one) => (
          <tr key={one.number}>
            <th scope="row">{number(one.number)}</th>
            <td>{moment(one.at)}</td>
            <td class="numeric">{number(coveredBy(one))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** By hand, by who has the server: a page that is attacked could say anything. */
function Verify() {
  const { text } = speech.value;
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(command);
    toast(text('audit.proof.copied'));
  }
  return (
    <>
      <p class="muted">{text('audit.proof.verify')}</p>
      <p class="audit-command">
        <code>{command}</code>
        <Button kind="quiet" Icon={Copy} onClick={() => void copy()}>
          {text('audit.proof.copy')}
        </Button>
      </p>
    </>
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
  const { pages, problem, again } = useReading<AnswerOf<typeof audit.checkpoints>>('/api/audit/checkpoints?limit=5');
  return (
    <Section id="proof" title={text('audit.proof')} class="audit-proof">
      <Answered of={{ data: pages[0] ?? null, problem, reload: again }} skeleton="proof-skeleton">
        {({ checkpoints }) => <Checked checkpoints={checkpoints} />}
      </Answered>
      <p class="muted">{text('audit.proof.text')}</p>
      <Verify />
    </Section>
  );
}
