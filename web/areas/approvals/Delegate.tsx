import type { Delegation } from '#services/vacation/answers.ts';
import { send } from '../../data/call.ts';
import { me } from '../../data/rights.ts';
import { useAsk } from '../../data/useAsk.ts';
import { ActForm } from '../../kit/ActForm.tsx';
import { Button } from '../../kit/Button.tsx';
import { DateField, Toggle } from '../../kit/Field.tsx';
import { Section } from '../../kit/Section.tsx';
import { toast } from '../../kit/Toasts.tsx';
import { orNothing, useTyped } from '../../kit/typed.ts';
import { useAct } from '../../kit/useAct.ts';
import { speech, today } from '../../language/appearance.ts';
import { PersonPicker } from '../directory/PersonPicker.tsx';

const path = '/api/vacation/delegation';

const nobody: Delegation = { delegateId: null, from: null, to: null, whenAway: true };

function Fields({ field, typed }: Pick<ReturnType<typeof useTyped<Delegation>>, 'field' | 'typed'>) {
  const { text } = speech.value;
  return (
    <>
      <PersonPicker label={text('delegation.who')} without={me.value} {...field('delegateId')} />
      <div class="form-row">
        <DateField label={text('day.from')} {...field('from')} value={typed.from ?? today.value} />
        <DateField label={text('delegation.to')} optional {...orNothing(field('to'))} />
      </div>
      <Toggle label={text('delegation.whenAway')} {...field('whenAway')} />
    </>
  );
}

function Editor({ delegation }: { delegation: Delegation }) {
  const { text } = speech.value;
  const { typed, change, field } = useTyped(delegation);
  const { problem, run } = useAct();
  async function save({ delegateId, from, to, whenAway }: Delegation): Promise<void> {
    const answer = await run(() => send('PUT', path, { delegateId, ...(from && { from }), to, whenAway }));
    if (answer.ok) toast(text('delegation.saved'));
  }
  function submit(event: Event): void {
    event.preventDefault();
    void save(typed);
  }
  function end(): Promise<void> {
    change(nobody);
    return save(nobody);
  }
  const others = delegation.delegateId !== null && (
    <Button kind="quiet" onClick={end}>
      {text('delegation.end')}
    </Button>
  );
  const ready = typed.delegateId !== null;
  return (
    <ActForm problem={problem} submit={submit} verb={text('do.save')} kind="secondary" ready={ready} others={others}>
      <Fields typed={typed} field={field} />
    </ActForm>
  );
}

/** Who decides in one's place. */
export function Delegate() {
  const { text } = speech.value;
  const { data } = useAsk<Delegation>(path);
  return (
    <Section id="delegation" title={text('delegation.title')} class="work delegation">
      <p class="muted">{text('delegation.text')}</p>
      {data !== null && <Editor delegation={data} />}
    </Section>
  );
}
