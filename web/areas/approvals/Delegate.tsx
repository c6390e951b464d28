import { useState } from 'preact/hooks';
import type { Delegation } from '#services/vacation/answers.ts';
import { send } from '../../data/call.ts';
import type { Problem } from '../../data/problem.ts';
import { me } from '../../data/rights.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Button } from '../../kit/Button.tsx';
import { DateField, Toggle } from '../../kit/Field.tsx';
import { Section } from '../../kit/Section.tsx';
import { toast } from '../../kit/Toasts.tsx';
import { speech, today } from '../../language/appearance.ts';
import { explain } from '../../language/explain.ts';
import { PersonPicker } from '../directory/PersonPicker.tsx';

const path = '/api/vacation/delegation';

const nobody: Delegation = { delegateId: null, from: null, to: null, whenAway: true };

interface FieldsProps {
  readonly draft: Delegation;
  readonly set: (draft: Delegation) => void;
  readonly problem: Problem | null;
}

function Fields({ draft, set, problem }: FieldsProps) {
  const { text } = speech.value;
  return (
    <>
      <PersonPicker
        label={text('delegation.who')}
        name="delegateId"
        without={me.value}
        problem={problem}
        value={draft.delegateId}
        change={(delegateId) => set({ ...draft, delegateId })}
      />
      <div class="form-row">
        <DateField
          label={text('delegation.from')}
          name="from"
          problem={problem}
          value={draft.from ?? today.value}
          change={(from) => set({ ...draft, from })}
        />
        <DateField
          label={text('delegation.to')}
          name="to"
          problem={problem}
          optional
          value={draft.to ?? ''}
          change={(to) => set({ ...draft, to: to || null })}
        />
      </div>
      <Toggle
        label={text('delegation.whenAway')}
        checked={draft.whenAway}
        change={(whenAway) => set({ ...draft, whenAway })}
      />
    </>
  );
}

function Form({ delegation }: { delegation: Delegation }) {
  const { text } = speech.value;
  const [draft, setDraft] = useState(delegation);
  const [problem, setProblem] = useState<Problem | null>(null);
  async function save(wanted: Delegation): Promise<void> {
    setDraft(wanted);
    const { delegateId, from, to, whenAway } = wanted;
    const answer = await send('PUT', path, { delegateId, ...(from && { from }), to, whenAway });
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) toast(text('delegation.saved'));
  }
  function onSubmit(event: Event): void {
    event.preventDefault();
    void save(draft);
  }
  return (
    <form class="form" onSubmit={onSubmit}>
      <Fields draft={draft} set={setDraft} problem={problem} />
      {problem !== null && (
        <p class="form-error" role="alert">
          {explain(speech.value, problem).what}
        </p>
      )}
      <div class="form-actions">
        {delegation.delegateId !== null && (
          <Button kind="quiet" onClick={() => void save(nobody)}>
            {text('delegation.end')}
          </Button>
        )}
        <Button type="submit" disabled={draft.delegateId === null}>
          {text('delegation.save')}
        </Button>
      </div>
    </form>
  );
}

/** Who decides in one's place. */
export function Delegate() {
  const { text } = speech.value;
  const { data } = useAsk<Delegation>(path);
  return (
    <Section id="delegation" title={text('delegation.title')} class="work delegation">
      <p class="muted">{text('delegation.text')}</p>
      {data !== null && <Form delegation={data} />}
    </Section>
  );
}
