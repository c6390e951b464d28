import { Tick } from './Words.tsx';

interface FigureTextProps {
  readonly label: string;
  readonly value: string;
  /** What else is to be said of it; of a figure that is not there, why. */
  readonly note: string;
  /** Where it leads. */
  readonly href?: string;
}

/** One of the figures at the head of a page. */
export function FigureText({ label, value, note, href }: FigureTextProps) {
  const Frame = href === undefined ? 'span' : 'a';
  return (
    <Frame class="figure-link" href={href}>
      <span class="figure-label">{label}</span>
      <span class="figure-value">
        <Tick text={value} />
      </span>
      <span class="figure-note">{note}</span>
    </Frame>
  );
}
