/** The colours of a chart, read from the style sheet so that themes live in one place. */
export interface Ink {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  /** First data colour, the accent. */
  readonly first: string;
  readonly second: string;
  /** Faint to strong, for amounts. */
  readonly scale: readonly string[];
  readonly onStrong: string;
  readonly font: string;
  readonly dark: boolean;
}

export function readInk(): Ink {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return {
    text: of('--text'),
    muted: of('--text-muted'),
    line: of('--line'),
    surface: of('--surface'),
    first: of('--data-1'),
    second: of('--data-2'),
    scale: [1, 2, 3, 4, 5, 6].map((step) => of(`--scale-${step}`)),
    onStrong: of('--on-strong'),
    font: of('--font'),
    dark: document.documentElement.classList.contains('dark'),
  };
}
