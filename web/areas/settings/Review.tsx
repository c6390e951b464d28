import type { Settings } from '#services/vacation/answers.ts';
import { send } from '../../data/call.ts';
import type { Problem } from '../../data/problem.ts';
import { FormDialog } from '../../kit/FormDialog.tsx';
import { toast } from '../../kit/Toasts.tsx';
import { useAct } from '../../kit/useAct.ts';
import { speech } from '../../language/appearance.ts';
import type { Change } from './changes.ts';
import type { Rules } from './rules.ts';
import { changeText, placeOf } from './words.ts';

interface ChangeLineProps {
  readonly change: Change;
  readonly rules: Rules;
  readonly former: Rules;
}

function ChangeLine({ change, rules, former }: ChangeLineProps) {
  const { text } = speech.value;
  const { where, before, after } = changeText(speech.value, change, rules, former);
  return (
    <li class="stack">
      <strong>{where}</strong>
      <span>
        {before !== null && <del>{before}</del>}
        {before !== null && after !== null && ' → '}
        {after !== null && <ins>{after}</ins>}
        {after === null && <small> {text('settings.review.removed')}</small>}
        {before === null && <small> {text('settings.review.added')}</small>}
      </span>
    </li>
  );
}

/** What the service finds wrong, where a reader knows it from; its own words are English. */
function Faults({ faults, rules }: { faults: NonNullable<Problem['faults']>; rules: Rules }) {
  const { text, language } = speech.value;
  return (
    <ul class="review-faults stack">
      {faults.map(({ field, message }) => (
        <li key={field}>
          <strong>{placeOf(speech.value, field.split('.').slice(1), rules)}</strong>{' '}
          {language === 'en' ? message : text('field.fault')}
        </li>
      ))}
    </ul>
  );
}

interface ReviewProps {
  readonly base: Settings;
  readonly draft: Rules;
  readonly changes: readonly Change[];
  readonly close: () => void;
  readonly saved: (settings: Settings) => void;
}

/** What is about to change, before it does; from then on every request and balance is counted by it. */
export function Review({ base, draft, changes, close, saved }: ReviewProps) {
  const { text, plural } = speech.value;
  const { busy, problem, run } = useAct();
  async function save(): Promise<void> {
    const body = { version: base.version, rules: draft };
    const answer = await run(() => send<Settings>('PUT', '/api/vacation/settings', body));
    if (!answer.ok) return;
    toast(text('settings.saved'));
    saved(answer.data);
  }
  return (
    <FormDialog
      title={text('settings.review.title')}
      close={close}
      back={text('settings.back')}
      verb={plural('settings.save', changes.length)}
      wide
      busy={busy}
      problem={problem}
      submit={save}
    >
      <p class="muted">{text('settings.review.text')}</p>
      <ul class="review stack">
        {changes.map((change) => (
          <ChangeLine key={JSON.stringify(change)} change={change} rules={draft} former={base.rules} />
        ))}
      </ul>
      {problem?.faults !== undefined && <Faults faults={problem.faults} rules={draft} />}
    </FormDialog>
  );
}
