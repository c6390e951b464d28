import { X } from 'lucide-preact';
import { useId, useState } from 'preact/hooks';
import type { Problem } from '../data/contract.ts';
import { useAsk } from '../data/useAsk.ts';
import { speech } from '../language/appearance.ts';
import { type Colleague, nameOf } from '../leave/contract.ts';
import { Field } from './Field.tsx';

interface PersonPickerProps {
  readonly label: string;
  readonly name: string;
  /** The chosen employee id; null: nobody. */
  readonly value: string | null;
  readonly change: (employeeId: string | null) => void;
  /** Not offered: oneself, for one. */
  readonly without?: string | undefined;
  readonly hint?: string | undefined;
  readonly problem?: Problem | null | undefined;
  readonly optional?: boolean | undefined;
}

const SHOWN = 6;

const useFound = (text: string, without: string | undefined): readonly Colleague[] => {
  const query = text.trim();
  const path = query.length < 2 ? null : `/api/user/people?${new URLSearchParams({ q: query, active: 'true', limit: '20' })}`;
  const { data } = useAsk<{ readonly rows: readonly Colleague[] }>(path);
  if (path === null) return [];
  return (data?.rows ?? []).filter(({ employeeId }) => employeeId !== without).slice(0, SHOWN);
};

/** Somebody of the directory, found by name; arrows move, Enter chooses. */
export const PersonPicker = ({ label, value, change, without, ...field }: PersonPickerProps) => {
  const [text, setText] = useState('');
  const [place, setPlace] = useState(0);
  const found = useFound(text, without);
  const id = useId();
  const { data: chosen } = useAsk<Colleague>(value === null ? null : `/api/user/people/${encodeURIComponent(value)}`);
  const choose = (person: Colleague): void => {
    setText('');
    change(person.employeeId);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const one = found[Math.min(place, found.length - 1)];
    if (event.key === 'Enter' && one !== undefined) choose(one);
    else if (step !== undefined) setPlace(Math.max(0, Math.min(found.length - 1, place + step)));
    else return;
    event.preventDefault();
  };
  return (
    <Field label={label} {...field}>
      {(ties) =>
        value !== null ? (
          <span class="picked">
            <span>{chosen === null ? value : nameOf(chosen)}</span>
            <button
              type="button"
              class="icon-button"
              aria-label={speech.value.text('person.clear')}
              onClick={() => change(null)}
            >
              <X size={14} aria-hidden="true" />
            </button>
          </span>
        ) : (
          <span class="picker">
            <input
              {...ties}
              type="text"
              role="combobox"
              autocomplete="off"
              aria-expanded={found.length > 0}
              aria-controls={id}
              aria-activedescendant={found.length > 0 ? `${id}-${Math.min(place, found.length - 1)}` : undefined}
              placeholder={speech.value.text('person.search')}
              value={text}
              onInput={(event) => {
                setText(event.currentTarget.value);
                setPlace(0);
              }}
              onKeyDown={onKeyDown}
            />
            <ul id={id} role="listbox" aria-label={label} hidden={found.length === 0}>
              {found.map((person, at) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the keys belong to the field
                <li
                  key={person.employeeId}
                  id={`${id}-${at}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={at === place}
                  onClick={() => choose(person)}
                >
                  {nameOf(person)} <small>{person.department}</small>
                </li>
              ))}
            </ul>
          </span>
        )
      }
    </Field>
  );
};
