import { useState } from 'preact/hooks';
import { TextField } from '../../kit/Field.tsx';
import { FormDialog } from '../../kit/FormDialog.tsx';
import { useTyped } from '../../kit/typed.ts';
import { speech } from '../../language/appearance.ts';
import { KindForm } from './KindForm.tsx';
import { Growing } from './lists.tsx';
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
  const { typed, field } = useTyped({ id: '', uk: '', en: '' });
  const { id } = typed;
  const [uk, en] = [typed.uk.trim(), typed.en.trim()];
  const isWord = /^[a-z][a-z0-9_]{0,39}$/.test(id);
  const misspelt = id !== '' && !isWord ? text('settings.kind.id.wrong') : null;
  const wrong = taken.includes(id) ? text('settings.kind.taken') : misspelt;
  return (
    <FormDialog
      title={text('settings.kind.new')}
      verb={text('settings.kind.add')}
      close={close}
      ready={wrong === null && isWord && uk !== '' && en !== ''}
      submit={() => add(id, { uk, en })}
    >
      {(['uk', 'en'] as const).map((language) => (
        <TextField
          key={language}
          label={text(`settings.name.${language}`)}
          maxLength={100}
          {...field(language)}
          name={`name.${language}`}
        />
      ))}
      <TextField
        label={text('settings.kind.id')}
        hint={text('settings.kind.id.hint')}
        error={wrong}
        {...field('id')}
        change={(value) => field('id').change(value.trim())}
      />
    </FormDialog>
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
    <Growing id="kinds" title={text('settings.kinds')} verb={text('settings.kind.new')} add={() => setAdding(true)}>
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
    </Growing>
  );
}
