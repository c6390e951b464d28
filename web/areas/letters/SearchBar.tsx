import { X } from 'lucide-preact';
import type { LetterPage } from '#api/answers.ts';
import { Button } from '../../kit/Button.tsx';
import { DateField, Select } from '../../kit/Field.tsx';
import { fieldsOf, orNothing } from '../../kit/typed.ts';
import { speech } from '../../language/appearance.ts';
import type { TextKey } from '../../language/message.ts';
import { type Search, states, writeSearch } from './search.ts';
import { reasonText, stageText } from './words.ts';

type Choices = LetterPage['choices'];

interface SearchBarProps {
  readonly search: Search;
  readonly choices: Choices | null;
  readonly change: (part: Partial<Search>) => void;
  readonly clear: () => void;
}

const names: Readonly<Record<keyof Choices, TextKey>> = {
  reason: 'letters.reason',
  publisher: 'letters.publisher',
  stage: 'letters.stage',
  queue: 'letters.queue',
};

interface ChoiceProps extends Pick<SearchBarProps, 'search' | 'choices' | 'change'> {
  readonly name: keyof Choices;
}

/** What is chosen stays to be seen, also when there is no such letter. */
function Choice({ name, search, choices, change }: ChoiceProps) {
  const voice = speech.value;
  const chosen = search[name];
  const values = new Set([...(choices?.[name] ?? []), ...(chosen === null ? [] : [chosen])]);
  function say(value: string): string {
    if (name === 'reason') return reasonText(voice, value);
    return name === 'stage' ? stageText(voice, value) : value;
  }
  return (
    <Select
      label={voice.text(names[name])}
      name={name}
      value={chosen ?? ''}
      change={(value) => change({ [name]: value || null })}
      options={[['', voice.text('letters.any')], ...[...values].map((value) => [value, say(value)] as const)]}
    />
  );
}

/** Which letters are looked at. */
export function SearchBar({ search, choices, change, clear }: SearchBarProps) {
  const { text } = speech.value;
  const field = fieldsOf(search, change);
  return (
    <section class="panel letters-search" aria-label={text('letters.search')}>
      <Select
        label={text('letters.state')}
        options={states.map((state) => [state, text(`letters.state.${state}`)])}
        {...field('state')}
      />
      {(['reason', 'publisher', 'stage', 'queue'] as const).map((name) => (
        <Choice key={name} name={name} search={search} choices={choices} change={change} />
      ))}
      <DateField label={text('day.from')} {...orNothing(field('from'))} />
      <DateField label={text('day.to')} {...orNothing(field('to'))} />
      {writeSearch(search) !== '' && (
        <Button kind="quiet" Icon={X} onClick={clear}>
          {text('letters.clear')}
        </Button>
      )}
    </section>
  );
}
