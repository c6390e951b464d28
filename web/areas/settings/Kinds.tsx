import { Plus } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Button } from '../../kit/Button.tsx';
import { Dialog } from '../../kit/Dialog.tsx';
import { TextField } from '../../kit/Field.tsx';
import { Section } from '../../kit/Section.tsx';
import { speech } from '../../language/appearance.ts';
import { KindForm } from './KindForm.tsx';
import type { LeaveTypeRules, Rules } from './rules.ts';

interface KindsProps {
  readonly types: Rules['types'];
  /** Those that are saved already. */
  readonly saved: Rules['types'];
  readonly change: (types: Rules['types']) => void;
}

const blank: Omit<LeaveTypeRules, 'name'> = {
  counting: 'calendar',
  paid: true,
  approval: ['manager'],
  cancellation: 'manager',
  halfDays: false,
  hours: false,
  noticeDays: 0,
  longest: null,
  entitlement: null,
};

interface NewKindProps {
  readonly taken: readonly string[];
  readonly close: () => void;
  readonly add: (id: string, name: LeaveTypeRules['name']) => void;
}

/** Asks what a new kind is called; the rest is set where all kinds are. */
function NewKind({ taken, close, add }: NewKindProps) {
  const { text } = speech.value;
  const [typed, setTyped] = useState({ id: '', uk: '', en: '' });
  const { id, uk, en } = typed;
  const isWord = /^[a-z][a-z0-9_]{0,39}$/.test(id);
  const misspelt = id !== '' && !isWord ? text('settings.kind.id.wrong') : null;
  const wrong = taken.includes(id) ? text('settings.kind.taken') : misspelt;
  const ready = wrong === null && isWord && uk.trim() !== '' && en.trim() !== '';
  function submit(event: Event): void {
    event.preventDefault();
    if (ready) add(id, { uk: uk.trim(), en: en.trim() });
  }
  return (
    <Dialog title={text('settings.kind.new')} close={close}>
      <form class="form" onSubmit={submit}>
        {(['uk', 'en'] as const).map((language) => (
          <TextField
            key={language}
            label={text(`settings.name.${language}`)}
            name={`name.${language}`}
            maxLength={100}
            value={typed[language]}
            change={(value) => setTyped({ ...typed, [language]: value })}
          />
        ))}
        <TextField
          label={text('settings.kind.id')}
          name="id"
          hint={text('settings.kind.id.hint')}
          error={wrong}
          value={id}
          change={(value) => setTyped({ ...typed, id: value.trim() })}
        />
        <div class="form-actions">
          <Button kind="quiet" onClick={close}>
            {text('dialog.notNow')}
          </Button>
          <Button type="submit" kind="primary" disabled={!ready}>
            {text('settings.kind.add')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The kinds of leave there are. */
export function Kinds({ types, saved, change }: KindsProps) {
  const { text } = speech.value;
  const [adding, setAdding] = useState(false);
  const [added, setAdded] = useState<string | null>(null);
  function add(id: string, name: LeaveTypeRules['name']): void {
    change({ ...types, [id]: { name, ...blank } });
    setAdded(id);
    setAdding(false);
  }
  const remove = (id: string): void => change(Object.fromEntries(Object.entries(types).filter(([one]) => one !== id)));
  return (
    <Section
      id="kinds"
      title={text('settings.kinds')}
      actions={
        <Button Icon={Plus} onClick={() => setAdding(true)}>
          {text('settings.kind.new')}
        </Button>
      }
    >
      {Object.entries(types).map(([id, kind]) => (
        <KindForm
          key={id}
          kind={kind}
          change={(next) => change({ ...types, [id]: next })}
          remove={id in saved ? null : () => remove(id)}
          open={id === added}
        />
      ))}
      {adding && <NewKind taken={Object.keys(types)} close={() => setAdding(false)} add={add} />}
    </Section>
  );
}
