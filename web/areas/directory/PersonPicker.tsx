import { X } from 'lucide-preact';
import { useId, useState } from 'preact/hooks';
import type { DirectoryEntry, DirectoryPage } from '#services/user/answers.ts';
import { addressOf } from '../../data/address.ts';
import { personName } from '../../data/personName.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Field, type FieldProps, type FieldTies } from '../../kit/Field.tsx';
import { IconButton } from '../../kit/IconButton.tsx';
import type { Bound } from '../../kit/typed.ts';
import { speech } from '../../language/appearance.ts';
import { useName } from './PersonLink.tsx';

/** Its value is the chosen employee id; null: nobody. */
interface PersonPickerProps extends FieldProps, Bound<string | null> {
  readonly name: string;
  /** Not offered: oneself, for one. */
  readonly without?: string | undefined;
}

const mostShown = 6;

function useFound(text: string, without: string | undefined): readonly DirectoryEntry[] {
  const query = text.trim();
  const path = query.length < 2 ? null : addressOf('/api/user/people', { q: query, active: 'true', limit: 20 });
  const { data } = useAsk<DirectoryPage>(path);
  if (path === null) return [];
  return (data?.rows ?? []).filter(({ employeeId }) => employeeId !== without).slice(0, mostShown);
}

const Picked = ({ employeeId, clear }: { employeeId: string; clear: () => void }) => (
  <span class="picked row apart">
    <span>{useName(employeeId)}</span>
    <IconButton Icon={X} size={14} label={speech.value.text('person.clear')} onClick={clear} />
  </span>
);

interface SearchProps extends Pick<PersonPickerProps, 'label' | 'without'> {
  readonly ties: FieldTies;
  readonly choose: (employeeId: string) => void;
}

interface FoundProps {
  readonly id: string;
  readonly label: string;
  readonly found: readonly DirectoryEntry[];
  readonly place: number;
  readonly choose: (employeeId: string) => void;
}

const Found = ({ id, label, found, place, choose }: FoundProps) => (
  <div id={id} class="popup" role="listbox" aria-label={label} hidden={found.length === 0}>
    {found.map((person, at) => (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the keys belong to the field
      <div
        key={person.employeeId}
        id={`${id}-${at}`}
        role="option"
        tabIndex={-1}
        aria-selected={at === place}
        onClick={() => choose(person.employeeId)}
      >
        {personName(person)} <small>{person.department}</small>
      </div>
    ))}
  </div>
);

function Search({ label, without, ties, choose }: SearchProps) {
  const [text, setText] = useState('');
  const [wanted, setPlace] = useState(0);
  const found = useFound(text, without);
  const place = Math.min(wanted, found.length - 1);
  const id = useId();
  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const one = found[place];
    if (event.key === 'Enter' && one !== undefined) choose(one.employeeId);
    else if (step !== undefined) setPlace(Math.max(0, Math.min(found.length - 1, place + step)));
    else return;
    event.preventDefault();
  }
  function onInput(value: string): void {
    setText(value);
    setPlace(0);
  }
  return (
    <span class="picker">
      <input
        {...ties}
        type="text"
        role="combobox"
        autocomplete="off"
        aria-expanded={found.length > 0}
        aria-controls={id}
        aria-activedescendant={found.length > 0 ? `${id}-${place}` : undefined}
        placeholder={speech.value.text('person.search')}
        value={text}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Found id={id} label={label} found={found} place={place} choose={choose} />
    </span>
  );
}

/** Somebody of the directory, found by name; arrows move, Enter chooses. */
export const PersonPicker = ({ value, change, without, ...field }: PersonPickerProps) => (
  <Field {...field}>
    {(ties) =>
      value === null ? (
        <Search label={field.label} without={without} ties={ties} choose={change} />
      ) : (
        <Picked employeeId={value} clear={() => change(null)} />
      )
    }
  </Field>
);
