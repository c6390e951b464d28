import type { ComponentChildren } from 'preact';

export type Line = readonly [name: string, value: ComponentChildren];

/** Facts of one thing, a line each. */
export const Lines = ({ lines }: { lines: readonly Line[] }) => (
  <dl class="lines">
    {lines.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
