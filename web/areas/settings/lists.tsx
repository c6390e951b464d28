import { Plus, Trash2 } from 'lucide-preact';
import { type ComponentChildren, Fragment } from 'preact';
import { Button } from '../../kit/Button.tsx';
import { Section } from '../../kit/Section.tsx';
import { speech } from '../../language/appearance.ts';

export const RemoveButton = ({ remove }: { remove: () => void }) => (
  <Button kind="quiet" Icon={Trash2} onClick={remove}>
    {speech.value.text('settings.remove')}
  </Button>
);

interface GrowingProps {
  readonly id: string;
  readonly title: string;
  /** What the button is called that makes it longer. */
  readonly verb: string;
  readonly add: () => void;
  readonly children: ComponentChildren;
}

/** A part of the rules that grows. */
export const Growing = ({ id, title, verb, add, children }: GrowingProps) => (
  <Section
    id={id}
    title={title}
    actions={
      <Button Icon={Plus} onClick={add}>
        {verb}
      </Button>
    }
  >
    {children}
  </Section>
);

interface RuleListProps<Rule> {
  readonly of: 'coverage' | 'blackouts';
  readonly rules: readonly Rule[];
  readonly change: (rules: readonly Rule[]) => void;
  /** A new one, as it begins. */
  readonly blank: Rule;
  readonly children: (
    rule: Rule,
    at: number,
    set: (part: Partial<Rule>) => void,
    remove: () => void,
  ) => ComponentChildren;
}

/** Rules of one kind, one below the other. A rule has no name: its form begins anew when there are more or fewer. */
export function RuleList<Rule extends object>({ of, rules, change, blank, children }: RuleListProps<Rule>) {
  const { text } = speech.value;
  const set = (at: number, part: Partial<Rule>): void => change(rules.with(at, { ...rules[at], ...part } as Rule));
  return (
    <Growing
      id={of}
      title={text(`settings.${of}`)}
      verb={text(`settings.${of}.new`)}
      add={() => change([...rules, blank])}
    >
      {rules.length === 0 && <p class="muted">{text(`settings.${of}.none`)}</p>}
      {rules.map((rule, at) => (
        <Fragment key={`${rules.length} ${at}`}>
          {children(
            rule,
            at,
            (part) => set(at, part),
            () => change(rules.toSpliced(at, 1)),
          )}
        </Fragment>
      ))}
    </Growing>
  );
}
