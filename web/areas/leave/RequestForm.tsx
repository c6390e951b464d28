import { CircleAlert, TriangleAlert } from 'lucide-preact';
import { useRef } from 'preact/hooks';
import type { Finding, LeaveRequest, LeaveType, Preview, Wanted } from '#services/vacation/answers.ts';
import { send } from '../../data/call.ts';
import type { Answer } from '../../data/exchange.ts';
import { ActForm } from '../../kit/ActForm.tsx';
import { Select, TextArea, TextField } from '../../kit/Field.tsx';
import { toast } from '../../kit/Toasts.tsx';
import { useTyped } from '../../kit/typed.ts';
import { useAct } from '../../kit/useAct.ts';
import { speech, today } from '../../language/appearance.ts';
import { explain } from '../../language/explain.ts';
import { PersonPicker } from '../directory/PersonPicker.tsx';
import { type Draft, draftOf, partsOf, wantedOf } from './draft.ts';
import { PeriodFields } from './PeriodFields.tsx';
import { type Previewing, usePreview } from './usePreview.ts';
import { findingText } from './words.ts';

interface RequestFormProps {
  readonly types: readonly LeaveType[];
  readonly employeeId: string;
  /** The request that is changed; none: a new one is asked for. */
  readonly request?: LeaveRequest;
  readonly done: () => void;
}

function PartChoice({ form: { typed: draft, field }, type }: Pick<FieldsProps, 'form'> & { type: LeaveType }) {
  const { text } = speech.value;
  const parts = partsOf(draft, type);
  if (parts.length < 2) return null;
  const options = parts.map((part) => [part, text(`leave.part.${part}`)] as const);
  return (
    <div class="form-row">
      <Select label={text('leave.part')} options={options} {...field('part')} name="dayPart" />
      {draft.part === 'hours' && (
        <TextField label={text('leave.hours')} type="number" min="0.25" max="24" step="0.25" {...field('hours')} />
      )}
    </div>
  );
}

function FindingLine({ finding }: { finding: Finding }) {
  const Icon = finding.severity === 'refuse' ? CircleAlert : TriangleAlert;
  return (
    <li class={`finding finding-${finding.severity}`}>
      <Icon size={16} aria-hidden="true" />
      <span>
        <span class="hidden">{speech.value.text(`finding.${finding.severity}`)} </span>
        {findingText(speech.value, finding)}
      </span>
    </li>
  );
}

/** What speaks against a wish, one line each. */
export const Findings = ({ findings }: { findings: readonly Finding[] }) =>
  findings.length === 0 ? null : (
    <ul class="findings stack">
      {findings.map((finding) => (
        <FindingLine key={`${finding.code} ${JSON.stringify(finding.facts)}`} finding={finding} />
      ))}
    </ul>
  );

/** The live count: how many days it takes, and what is left after it. */
function Count({ preview }: { preview: Preview }) {
  const { plural, text, number } = speech.value;
  const left = Object.entries(preview.left);
  return (
    <p class="count">
      <strong class="figure">{plural('unit.days', preview.days)}</strong>
      {preview.workingDays !== preview.days && <span> · {plural('leave.workingDays', preview.workingDays)}</span>}
      {left.map(([year, days]) => (
        <span key={year}> · {text('leave.leftAfter', { year, days: number(days) })}</span>
      ))}
    </p>
  );
}

function Counted({ previewing, invited }: { previewing: Previewing; invited: boolean }) {
  const { text } = speech.value;
  const { preview, problem, current } = previewing;
  return (
    <div class="preview stack" aria-live="polite" aria-busy={!current} data-old={!current}>
      {preview === null && problem === null && <p class="muted">{text(invited ? 'leave.pick' : 'leave.counting')}</p>}
      {problem !== null && <p class="muted">{explain(speech.value, problem).what}</p>}
      {preview !== null && <Count preview={preview} />}
      {preview !== null && <Findings findings={preview.findings} />}
      {preview?.refusal && preview.findings.length === 0 && (
        <p class="muted">{explain(speech.value, { ...preview.refusal }).what}</p>
      )}
    </div>
  );
}

/**
 * Sends what is wanted. The key of an act stays until it is answered, so pressing again after a lost answer does it
 * once.
 */
function useSending({ request, done }: RequestFormProps) {
  const { busy, problem, run } = useAct();
  const key = useRef<string | null>(null);
  function act(wanted: Wanted, comment: string): Promise<Answer<unknown>> {
    if (request !== undefined)
      return send('PUT', `/api/vacation/requests/${request.requestId}`, wanted, { ifMatch: request.version });
    key.current ??= crypto.randomUUID();
    const body = { ...wanted, comment: comment.trim() || null };
    return send('POST', '/api/vacation/requests', body, { idempotencyKey: key.current });
  }
  async function submit(wanted: Wanted, comment: string): Promise<boolean> {
    const answer = await run(() => act(wanted, comment));
    if (answer.ok || answer.problem.code !== 'network') key.current = null;
    if (!answer.ok) return false;
    toast(speech.value.text(request === undefined ? 'leave.sent' : 'leave.changed'));
    done();
    return true;
  }
  return { busy, problem, submit };
}

interface FieldsProps extends Pick<RequestFormProps, 'types' | 'employeeId' | 'request'> {
  readonly form: ReturnType<typeof useTyped<Draft>>;
  readonly type: LeaveType | undefined;
}

function Fields({ types, employeeId, request, form, type }: FieldsProps) {
  const { language, text } = speech.value;
  const { typed: draft, field, change } = form;
  const kinds = types.map(({ leaveType, name }) => [leaveType, name[language]] as const);
  return (
    <>
      <Select label={text('leave.type')} options={kinds} {...field('leaveType')} />
      <PeriodFields from={draft.from} to={draft.to} earliest={today.value} change={change} />
      {type !== undefined && <PartChoice form={form} type={type} />}
      <PersonPicker label={text('leave.substitute')} without={employeeId} optional {...field('substituteId')} />
      {request === undefined && (
        <TextArea label={text('leave.comment')} rows={2} maxLength={1000} optional {...field('comment')} />
      )}
    </>
  );
}

/** Asks for leave, or changes what was asked for; what it costs is counted while it is typed. */
export function RequestForm(props: RequestFormProps) {
  const { types, request } = props;
  const { text, plural } = speech.value;
  const form = useTyped(() => draftOf(types, request));
  const draft = form.typed;
  const type = types.find(({ leaveType }) => leaveType === draft.leaveType);
  const wanted = wantedOf(draft, type);
  const previewing = usePreview(wanted, request?.requestId);
  const { busy, problem, submit } = useSending(props);
  const allowed = previewing.current && previewing.preview?.allowed === true;
  async function onSubmit(event: Event): Promise<void> {
    event.preventDefault();
    if (wanted === null || !allowed || busy) return;
    if ((await submit(wanted, draft.comment)) && request === undefined) form.change(draftOf(types, undefined));
  }
  const days = previewing.preview?.days;
  const verb = request === undefined ? 'leave.ask' : 'leave.change';
  const counted = days === undefined ? '' : text(`${verb}.days`, { days: plural('unit.days', days) });
  return (
    <ActForm
      problem={problem}
      busy={busy}
      submit={onSubmit}
      verb={allowed && counted !== '' ? counted : text(verb)}
      ready={allowed}
    >
      <Fields {...props} form={form} type={type} />
      <Counted previewing={previewing} invited={wanted === null} />
    </ActForm>
  );
}
