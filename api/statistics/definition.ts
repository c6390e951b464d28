import type { Fields } from '#schemas/fields.ts';
import type { Text } from '#schemas/text.ts';
import type { DerivedFigure } from '#statistics/statistic.ts';

/** What a dataset is made from; statistics and views have this in common. */
export interface Definition {
  readonly name: string;
  readonly title: Text;
  readonly question: Text;
  readonly key: Fields;
  readonly measures: Fields;
  readonly labels: Readonly<Record<string, Text>>;
  readonly asOf: string | null;
  readonly derived: Readonly<Record<string, DerivedFigure>>;
}
