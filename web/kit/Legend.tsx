interface LegendProps {
  readonly entries: readonly { readonly label: string; readonly swatch: string }[];
  /** Drawn anew when the theme changes. */
  readonly 'data-dark'?: boolean;
}

/** What the colours and patterns of a picture mean; a swatch is a class. */
export const Legend = ({ entries, ...marks }: LegendProps) =>
  entries.length === 0 ? null : (
    <ul class="legend wrap" {...marks}>
      {entries.map(({ label, swatch }) => (
        <li key={label} class="inline">
          <span class={`swatch ${swatch}`} aria-hidden="true" />
          {label}
        </li>
      ))}
    </ul>
  );
