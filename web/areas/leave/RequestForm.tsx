import { CircleAlert, TriangleAlert } from 'lucide-preact';
import { useRef, useState } from 'preact/hooks';
import type { Finding, LeaveRequest, LeaveType, Preview, Wanted } from '#services/vacation/answers.ts';
import { send } from '../../data/call.ts';
import type { Problem } from '../../data/problem.ts';
import { Button } from '../../kit/Button.tsx';
import { DateField, Select, TextArea, TextField } from '../../kit/Field.tsx';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { toast } from '../../kit/Toasts.tsx';
import { speech, today } from '../../language/appearance.ts';
import { explain } from '../../language/explain.ts';
import { PersonPicker } from '../directory/PersonPicker.tsx';
import { type Draft, draftOf, partsOf, wantedOf } from './draft.ts';
import { type Previewing, usePreview } from './usePreview.ts';
import { findingText } from './words.ts';

interface RequestFormProps {
  readonly types: readonly LeaveType[];
  readonly employeeId: string;
  /** The request that is changed; none: a new one is asked for. */
  readonly request?: LeaveRequest;
  readonly done: () => void;
}

function PartChoice({ draft, type, set }: { draft: Draft; type: LeaveType; set: (part: Partial<Draft>) => void }) {
  const { text } = speech.value;
  const parts = partsOf(draft, type);
  if (parts.length < 2) return null;
  return (
    <div class="form-row">
      <Select
        label={text('leave.part')}
        name="dayPart"
        value={draft.part}
        change={(part) => set({ part: part as Draft['part'] })}
        options={parts.map((part) => [part, text(`leave.part.${part}`)] as const)}
      />
      {draft.part === 'hours' && (
        <TextField
          label={text('leave.hours')}
          name="hours"
          type="number"
          min="0.25"
          max="24"
          step="0.25"
          value={draft.hours}
          change={(hours) => set({ hours })}
        />
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
    <ul class="findings">
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
    <div class="preview" aria-live="polite" aria-busy={!current} data-old={!current}>
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

/** Sends what is wanted. The key of an act stays until it is answered, so pressing again after a lost answer does it once. */
function useSending({ request, done }: RequestFormProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const key = useRef<string | null>(null);
  async function submit(wanted: Wanted, comment: string): Promise<boolean> {
    setBusy(true);
    key.current ??= crypto.randomUUID();
    const answer = await (request === undefined
      ? send(
          'POST',
          '/api/vacation/requests',
          { ...wanted, comment: comment.trim() || null },
          { idempotencyKey: key.current },
        )
      : send('PUT', `/api/vacation/requests/${request.requestId}`, wanted, { ifMatch: request.version }));
    setBusy(false);
    if (answer.ok || answer.problem.code !== 'network') key.current = null;
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return false;
    toast(speech.value.text(request === undefined ? 'leave.sent' : 'leave.changed'));
    done();
    return true;
  }
  return { busy, problem, submit };
}

interface FieldsProps extends Pick<RequestFormProps, 'types' | 'employeeId' | 'request'> {
  readonly draft: Draft;
  readonly type: LeaveType | undefined;
  readonly set: (part: Partial<Draft>) => void;
  readonly problem: Problem | null;
}

function Days({ draft, set, problem }: FieldsProps) {
  const { text } = speech.value;
  const { from, to } = draft;
  return (
    <div class="form-row">
      <DateField
        label={text('leave.from')}
        name="from"
        value={from}
        change={(day) => set({ from: day, to: to < day ? day : to })}
        problem={problem}
      />
      <DateField
        label={text('leave.to')}
        name="to"
        value={to}
        min={from || today.value}
        change={(day) => set({ to: day })}
        problem={problem}
        error={to !== '' && to < from ? text('leave.to.early') : null}
      />
    </div>
  );
}

function Fields(props: FieldsProps) {
  const { types, employeeId, request, draft, type, set, problem } = props;
  const { language, text } = speech.value;
  return (
    <>
      <Select
        label={text('leave.type')}
        name="leaveType"
        value={draft.leaveType}
        change={(leaveType) => set({ leaveType })}
        options={types.map(({ leaveType, name }) => [leaveType, name[language]] as const)}
        problem={problem}
      />
      <Days {...props} />
      {type !== undefined && <PartChoice draft={draft} type={type} set={set} />}
      <PersonPicker
        label={text('leave.substitute')}
        name="substituteId"
        value={draft.substituteId}
        change={(substituteId) => set({ substituteId })}
        without={employeeId}
        problem={problem}
        optional
      />
      {request === undefined && (
        <TextArea
          label={text('leave.comment')}
          name="comment"
          rows={2}
          maxLength={1000}
          optional
          problem={problem}
          value={draft.comment}
          change={(comment) => set({ comment })}
        />
      )}
    </>
  );
}

/** Asks for leave, or changes what was asked for; what it costs is counted while it is typed. */
export function RequestForm(props: RequestFormProps) {
  const { types, request } = props;
  const { text, plural } = speech.value;
  const [draft, setDraft] = useState(() => draftOf(types, request));
  const type = types.find(({ leaveType }) => leaveType === draft.leaveType);
  const wanted = wantedOf(draft, type);
  const previewing = usePreview(wanted, request?.requestId);
  const { busy, problem, submit } = useSending(props);
  const allowed = previewing.current && previewing.preview?.allowed === true;
  async function onSubmit(event: Event): Promise<void> {
    event.preventDefault();
    if (wanted === null || !allowed || busy) return;
    if ((await submit(wanted, draft.comment)) && request === undefined) setDraft(draftOf(types, undefined));
  }
  const days = previewing.preview?.days;
  const verb = request === undefined ? 'leave.ask' : 'leave.change';
  return (
    <form class="form" onSubmit={onSubmit}>
      <Fields {...props} draft={draft} type={type} problem={problem} set={(part) => setDraft({ ...draft, ...part })} />
      <Counted previewing={previewing} invited={wanted === null} />
      <FormProblem problem={problem} />
      <div class="form-actions">
        <Button kind="primary" type="submit" busy={busy} disabled={!allowed}>
          {allowed && days !== undefined ? text(`${verb}.days`, { days: plural('unit.days', days) }) : text(verb)}
        </Button>
      </div>
    </form>
  );
}
