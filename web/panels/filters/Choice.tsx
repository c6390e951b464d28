import { ChevronDown } from 'lucide-preact';
import { useFolding } from '../../kit/useFolding.ts';
import { speech } from '../../language/appearance.ts';

interface ChoiceProps {
  readonly label: string;
  readonly all: string;
  /** Message prefix of the options' names. */
  readonly prefix: string;
  readonly options: readonly string[];
  readonly chosen: readonly string[];
  readonly change: (chosen: readonly string[]) => void;
}

function summary({ prefix, all, chosen }: ChoiceProps): string {
  const [only] = chosen;
  if (only === undefined) return all;
  return chosen.length === 1 ? speech.value.word(prefix, only) : speech.value.plural('filters.chosen', chosen.length);
}

/** Any number of options; none means all. */
export function Choice(props: ChoiceProps) {
  const { label, all, prefix, options, chosen, change } = props;
  const { open, setOpen, root } = useFolding();
  const shown = [...new Set([...options, ...chosen])];
  const turn = (option: string): void =>
    change(chosen.includes(option) ? chosen.filter((one) => one !== option) : [...chosen, option]);
  return (
    <div class="choice" ref={root}>
      <button
        type="button"
        aria-expanded={open}
        aria-label={`${label}: ${summary(props)}`}
        onClick={() => setOpen(!open)}
      >
        {summary(props)}
        <ChevronDown size={14} aria-hidden="true" />
      </button>
      {open && (
        <fieldset class="options popup">
          <legend class="hidden">{label}</legend>
          <label class="row">
            <input type="checkbox" checked={chosen.length === 0} onChange={() => change([])} />
            {all}
          </label>
          {shown.map((option) => (
            <label key={option} class="row">
              <input type="checkbox" checked={chosen.includes(option)} onChange={() => turn(option)} />
              {speech.value.word(prefix, option)}
            </label>
          ))}
          {shown.length === 0 && <p class="muted">{speech.value.text('filters.none')}</p>}
        </fieldset>
      )}
    </div>
  );
}
