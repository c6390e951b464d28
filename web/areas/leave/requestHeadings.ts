import type { Heading } from '../../kit/Table.tsx';
import type { Speech } from '../../language/speech.ts';

/** The headings of a table of requests. */
export const requestHeadings = ({ text }: Speech): readonly Heading[] =>
  (['dates', 'type', 'days', 'status'] as const).map((column) => ({
    name: text(`leave.column.${column}`),
    numeric: column === 'days',
  }));
