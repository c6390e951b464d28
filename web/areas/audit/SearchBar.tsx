import { X } from 'lucide-preact';
import type { AuditTypes } from '#services/audit/answers.ts';
import { useAsk } from '../../data/useAsk.ts';
import { Button } from '../../kit/Button.tsx';
import { DateField, Field } from '../../kit/Field.tsx';
import { fieldsOf, orNothing } from '../../kit/typed.ts';
import { speech } from '../../language/appearance.ts';
import { PersonPicker } from '../directory/PersonPicker.tsx';
import { groupsOf, type Search, writeSearch } from './search.ts';
import { nameOfType } from './sentence.ts';

interface SearchBarProps {
  readonly search: Search;
  readonly change: (part: Partial<Search>) => void;
  readonly clear: () => void;
}

function KindChoice({ value, change }: { value: string | null; change: (type: string | null) => void }) {
  const { text, word } = speech.value;
  const { data } = useAsk<AuditTypes>('/api/audit/types');
  const types = data?.types ?? [];
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
  const field = fieldsOf(search, change);
  return (
    <section class="panel audit-search" aria-label={text('do.search')}>
      <PersonPicker label={text('person')} {...field('person')} />
      <KindChoice value={search.type} change={(type) => change({ type })} />
      <DateField label={text('day.from')} max={search.to ?? undefined} {...orNothing(field('from'))} />
      <DateField label={text('day.to')} min={search.from ?? undefined} {...orNothing(field('to'))} />
      {writeSearch(search) !== '' && (
        <Button kind="quiet" Icon={X} onClick={clear}>
          {text('audit.clear')}
        </Button>
      )}
    </section>
  );
}
