import { useState } from 'preact/hooks';
import type * as api from '#api/answers.ts';
import type { Choice, Subscription } from '#services/reports/answers.ts';
import type { AnswerOf } from '../../data/answerOf.ts';
import { send } from '../../data/call.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Button } from '../../kit/Button.tsx';
import { Dialog } from '../../kit/Dialog.tsx';
import { Select, TextField, Toggle } from '../../kit/Field.tsx';
import { toast } from '../../kit/Toasts.tsx';
import { useForm } from '../../kit/useForm.ts';
import { speech } from '../../language/appearance.ts';
import { explain } from '../../language/explain.ts';
import { addressOf, choiceOf, presets } from './subscription.ts';

/** Browsers know some zones by their former names. */
const here = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone.replace('Europe/Kiev', 'Europe/Kyiv');

const first = (): Choice => ({
  span: 'week',
  department: null,
  cron: presets[0],
  zone: here(),
  locale: speech.value.language,
  workbook: true,
  skipEmpty: false,
  enabled: true,
});

type FormProps = { readonly typed: Choice; readonly change: (part: Partial<Choice>) => void };

/** A preset, or a pattern of one's own. */
function When({ typed, change, problem }: FormProps & Pick<ReturnType<typeof useForm>, 'problem'>) {
  const { text, word } = speech.value;
  const [own, setOwn] = useState(!presets.some((cron) => cron === typed.cron));
  const options = presets.map((cron) => [cron, word('reports.preset', cron)] as const);
  function choose(cron: string): void {
    setOwn(cron === 'own');
    if (cron !== 'own') change({ cron });
  }
  return (
    <>
      <Select
        label={text('reports.form.when')}
        name="preset"
        value={own ? 'own' : typed.cron}
        change={choose}
        options={[...options, ['own', text('reports.form.own')]]}
      />
      {own && (
        <TextField
          label={text('reports.form.cron')}
          name="cron"
          hint={text('reports.form.cron.hint')}
          value={typed.cron}
          change={(cron) => change({ cron })}
          problem={problem}
        />
      )}
    </>
  );
}

function What({ typed, change }: FormProps) {
  const { text } = speech.value;
  const { data } = useAsk<AnswerOf<typeof api.departments>>('/api/departments');
  const departments = [...new Set([...(typed.department === null ? [] : [typed.department]), ...(data ?? [])])];
  const spans = [
    ['week', text('reports.form.week')],
    ['month', text('reports.form.month')],
  ] as const;
  return (
    <>
      <Select
        label={text('reports.form.span')}
        name="span"
        value={typed.span}
        change={(span) => change({ span: span === 'month' ? 'month' : 'week' })}
        options={spans}
      />
      <Select
        label={text('reports.form.department')}
        name="department"
        value={typed.department ?? ''}
        change={(name) => change({ department: name === '' ? null : name })}
        options={[['', text('reports.everybody')], ...departments.map((name) => [name, name] as const)]}
      />
    </>
  );
}

function How({ typed, change }: FormProps) {
  const { text } = speech.value;
  const zones = [...new Set([typed.zone, here(), 'Europe/Kyiv', ...Intl.supportedValuesOf('timeZone')])];
  return (
    <>
      <Select
        label={text('reports.form.zone')}
        name="zone"
        value={typed.zone}
        change={(zone) => change({ zone })}
        options={zones.map((zone) => [zone, zone] as const)}
      />
      <Select
        label={text('reports.form.locale')}
        name="locale"
        value={typed.locale}
        change={(locale) => change({ locale: locale === 'en' ? 'en' : 'uk' })}
        options={[
          ['uk', 'Українська'],
          ['en', 'English'],
        ]}
      />
      {(['workbook', 'skipEmpty', 'enabled'] as const).map((name) => (
        <Toggle
          key={name}
          label={text(`reports.form.${name}`)}
          checked={typed[name]}
          change={(checked) => change({ [name]: checked })}
        />
      ))}
    </>
  );
}

/** A new subscription, or the change of one. */
export function SubscriptionForm({ of, close }: { of: Subscription | null; close: () => void }) {
  const { text } = speech.value;
  const { typed, change, problem, busy, submit } = useForm<Choice>(
    of === null ? first() : choiceOf(of),
    async (wanted) => {
      const answer =
        of === null
          ? await send('POST', '/api/reports/subscriptions', wanted)
          : await send('PUT', addressOf(of), wanted, { ifMatch: of.version });
      if (answer.ok) {
        toast(text('reports.saved'));
        close();
      }
      return answer;
    },
  );
  return (
    <Dialog
      title={text(of === null ? 'reports.form.new' : 'reports.form.change')}
      close={close}
      actions={
        <>
          <Button kind="quiet" onClick={close}>
            {text('dialog.notNow')}
          </Button>
          <Button kind="primary" busy={busy} onClick={(event) => void submit(event)}>
            {text('reports.form.save')}
          </Button>
        </>
      }
    >
      <What typed={typed} change={change} />
      <When typed={typed} change={change} problem={problem} />
      <How typed={typed} change={change} />
      {problem !== null && (
        <p class="form-error" role="alert">
          {explain(speech.value, problem).what}
        </p>
      )}
    </Dialog>
  );
}
