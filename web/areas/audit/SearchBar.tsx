import { X } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import type * as audit from '#services/audit/answers.ts';
import type { AnswerOf } from '../../data/answerOf.ts';
import { ask } from '../../data/call.ts';
import { Button } from '../../kit/Button.tsx';
import { DateField, Field } from '../../kit/Field.tsx';
import { speech } from '../../language/appearance.ts';
import type { TextKey } from '../../language/message.ts';
import { PersonPicker } from '../directory/PersonPicker.tsx';
import { groupsOf, type Search, writeSearch } from './search.ts';
import { nameOfType } from './sentence.ts';

interface SearchBarProps {
  readonly search: Search;
  readonly change: (part: Partial<Search>) => void;
  readonly clear: () => void;
}

/** The kinds of events there are; asking for them is no look at records. */
function useTypes(): readonly string[] {
  const [types, setTypes] = useState<readonly string[]>([]);
  useEffect(() => {
    void ask<AnswerOf<typeof audit.auditTypes>>('/api/audit/types').then(
      (answer) => answer.ok && setTypes(answer.data.types),
    );
  }, []);
  return types;
}

function KindChoice({ value, change }: { value: string | null; change: (type: string | null) => void }) {
  const { text, word } = speech.value;
  const types = useTypes();
  const groups = groupsOf(types);
  const missing = value !== null && !types.includes(value) && !groups.some(([group]) => group === value);
  return (
    <Field label={text('audit.kind')} name="type">
      {(ties) => (
        <select {...ties} value={value ?? ''} onChange={(event) => change(event.currentTarget.value || null)}>
          <option value="">{text('audit.kind.all')}</option>
          {missing && <option value={value}>{word('audit.group', nameOfType(value, speech.value))}</option>}
          {groups.map(([group, own]) => (
            <optgroup key={group} label={word('audit.group', group)}>
              <option value={group}>{word('audit.group', group)}</option>
              {own.map((type) => (
                <option key={type} value={type}>
                  {nameOfType(type, speech.value)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Whom, what and when to look for. */
export function SearchBar({ search, change, clear }: SearchBarProps) {
  const { text } = speech.value;
  const day = (name: 'from' | 'to', key: TextKey, bound: object) => (
    <DateField
      label={text(key)}
      name={name}
      value={search[name] ?? ''}
      {...bound}
      change={(value) => change({ [name]: value || null })}
    />
  );
  return (
    <section class="panel audit-search" aria-label={text('audit.search')}>
      <PersonPicker
        label={text('audit.person')}
        name="person"
        value={search.person}
        change={(person) => change({ person })}
      />
      <KindChoice value={search.type} change={(type) => change({ type })} />
      {day('from', 'audit.from', search.to === null ? {} : { max: search.to })}
      {day('to', 'audit.to', search.from === null ? {} : { min: search.from })}
      {writeSearch(search) !== '' && (
        <Button kind="quiet" Icon={X} onClick={clear}>
          {text('audit.clear')}
        </Button>
      )}
    </section>
  );
}
