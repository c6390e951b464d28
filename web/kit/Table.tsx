import type { ComponentChildren } from 'preact';
import { ScrollBox } from './ScrollBox.tsx';

export interface Heading {
  readonly name: string;
  readonly numeric?: boolean;
  /** Heard, not seen. */
  readonly hidden?: boolean;
}

interface TableProps {
  readonly label: string;
  readonly headings: readonly Heading[];
  /** Of the box that scrolls. */
  readonly class?: string;
  /** Rows. */
  readonly children: ComponentChildren;
}

const HeadingCell = ({ name, numeric = false, hidden = false }: Heading) => (
  <th scope="col" class={numeric ? 'numeric' : ''}>
    {hidden ? <span class="hidden">{name}</span> : name}
  </th>
);

/** A table whose rows are drawn by hand. */
export const Table = ({ label, headings, class: name = '', children }: TableProps) => (
  <ScrollBox class={`table-box ${name}`.trim()} label={label}>
    <table>
      <thead>
        <tr>
          {headings.map((heading) => (
            <HeadingCell key={heading.name} {...heading} />
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </ScrollBox>
);
