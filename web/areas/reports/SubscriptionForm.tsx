import { useState } from 'preact/hooks';
import type { Departments } from '#api/answers.ts';
import type { Choice, Subscription } from '#services/reports/answers.ts';
import { send } from '../../data/call.ts';
import { useAsk } from '../../data/useAsk.ts';
import { ActDialog } from '../../kit/ActDialog.tsx';
import { languages } from '../../kit/AppearanceChoices.tsx';
import { Select, TextField, Toggle } from '../../kit/Field.tsx';
import { orNothing, useTyped } from '../../kit/typed.ts';
import { speech } from '../../language/appearance.ts';
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

type FormProps = Pick<ReturnType<typeof useTyped<Choice>>, 'typed' | 'field'>;

/** A preset, or a pattern of one's own. */
function When({ field }: FormProps) {
  const { text, word } = speech.value;
  const cron = field('cron');
  const [own, setOwn] = useState(!presets.some((preset) => preset === cron.value));
  const options = presets.map((preset): [string, string] => [preset, word('reports.preset', preset)]);
  function choose(chosen: string): void {
    setOwn(chosen === 'own');
    if (chosen !== 'own') cron.change(chosen);
  }
  return (
    <>
      <Select
        label={text('reports.form.when')}
        name="preset"
        value={own ? 'own' : cron.value}
        change={choose}
        options={[...options, ['own', text('reports.form.own')]]}
      />
      {own && <TextField label={text('reports.form.cron')} hint={text('reports.form.cron.hint')} {...cron} />}
    </>
  );
}

function What({ typed, field }: FormProps) {
  const { text } = speech.value;
  const { data } = useAsk<Departments>('/api/departments');
  const departments = [...new Set([...(typed.department === null ? [] : [typed.department]), ...(data ?? [])])];
  const spans = (['week', 'month'] as const).map((span) => [span, text(`reports.form.${span}`)] as const);
  return (
    <>
      <Select label={text('reports.form.span')} options={spans} {...field('span')} />
      <Select
        label={text('reports.form.department')}
        options={[['', text('reports.everybody')], ...departments.map((name) => [name, name] as const)]}
        {...orNothing(field('department'))}
      />
    </>
  );
}

function How({ typed, field }: FormProps) {
  const { text } = speech.value;
  const zones = [...new Set([typed.zone, here(), 'Europe/Kyiv', ...Intl.supportedValuesOf('timeZone')])];
  return (
    <>
      <Select
        label={text('reports.form.zone')}
        options={zones.map((zone) => [zone, zone] as const)}
        {...field('zone')}
      />
      <Select
        label={text('language.label')}
        options={languages.map(([locale, , name]) => [locale, name] as const)}
        {...field('locale')}
      />
      {(['workbook', 'skipEmpty', 'enabled'] as const).map((name) => (
        <Toggle key={name} label={text(`reports.form.${name}`)} {...field(name)} />
      ))}
    </>
  );
}

/** A new subscription, or the change of one. */
export function SubscriptionForm({ of, close }: { of: Subscription | null; close: () => void }) {
  const { text } = speech.value;
  const { typed, field } = useTyped<Choice>(() => (of === null ? first() : choiceOf(of)));
  const act = () =>
    of === null
      ? send('POST', '/api/reports/subscriptions', typed)
      : send('PUT', addressOf(of), typed, { ifMatch: of.version });
  return (
    <ActDialog
      title={text(of === null ? 'reports.form.new' : 'reports.form.change')}
      verb={text('do.save')}
      close={close}
      act={act}
      said={text('reports.saved')}
    >
      <What typed={typed} field={field} />
      <When typed={typed} field={field} />
      <How typed={typed} field={field} />
    </ActDialog>
  );
}
