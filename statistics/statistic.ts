import type { Fields, ValueOf } from '#schemas/fields.ts';
import { derived, type RecordDefinition } from '#schemas/record.ts';
import type { Text } from '#schemas/text.ts';
import type { Absence } from './entities/absence.ts';
import type { Login } from './entities/login.ts';
import type { PersonFacts } from './entities/person.ts';
import type { VacationRequest } from './entities/request.ts';
import type { CompanySettings } from './entities/settings.ts';

/** What a statistic can be of, by name. */
export interface Entities {
  readonly request: VacationRequest;
  readonly absence: Absence;
  readonly login: Login;
}

/** What one entity adds under one key. A measure left out adds nothing. */
export interface Contribution<K extends Fields, M extends Fields> {
  readonly key: ValueOf<K>;
  readonly add: Partial<ValueOf<M>>;
}

/** A figure computed when read, from sums that travel with it. */
export type DerivedFigure<M extends string = string> =
  | {
      readonly kind: 'ratio';
      readonly title: Text;
      readonly numerator: readonly M[];
      readonly denominator: readonly M[];
    }
  /**
   * The smallest bucket bound at which at least `quantile` (0 to 1) of `measure` is reached; `unit` is the bucket's.
   */
  | {
      readonly kind: 'quantile';
      readonly title: Text;
      readonly quantile: number;
      readonly bucket: string;
      readonly measure: M;
      readonly unit: 'hour' | 'day';
    };

/** A statistic: a pure function from an entity's state to contributions, summed by key. */
export interface Statistic<
  E extends keyof Entities = keyof Entities,
  K extends Fields = Fields,
  M extends Fields = Fields,
> {
  /** snake_case; names the topic, the table and the API route. */
  readonly name: string;
  readonly title: Text;
  /** Which question it answers, in one sentence. */
  readonly question: Text;
  /** Raised when contributions change their meaning; another version needs the next generation. */
  readonly version: number;
  readonly of: E;
  readonly key: K;
  /** Sums: counts (`count`) or amounts of days (`days`). */
  readonly measures: M;
  /** Titles of key columns and measures. */
  readonly labels: Readonly<Record<keyof K | keyof M, Text>>;
  /** The key column that *as of* cuts by; null: the statistic refuses as-of. */
  readonly asOf: (keyof K & string) | null;
  readonly derived: Readonly<Record<string, DerivedFigure<keyof M & string>>>;
  /**
   * Pure: reads nothing but its arguments, and no personal data. Of a login the person is always `nobody`, since a
   * login is not counted anew when its person changes.
   */
  readonly contributions: (
    entity: Entities[E],
    person: PersonFacts,
    settings: CompanySettings,
  ) => readonly Contribution<K, M>[];
}

/** A statistic with the record its rows travel in: topic `hr.statistics.<name>`. */
export interface DefinedStatistic<
  E extends keyof Entities = keyof Entities,
  K extends Fields = Fields,
  M extends Fields = Fields,
> extends Statistic<E, K, M> {
  readonly row: RecordDefinition<K & M>;
}

/** Defines a statistic; everything else (topic, table, API route, docs row) follows from it. */
export const statistic = <E extends keyof Entities, const K extends Fields, const M extends Fields>(
  definition: Statistic<E, K, M>,
): DefinedStatistic<E, K, M> => ({
  ...definition,
  row: derived({
    name: `hr.statistics.${definition.name.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}`,
    topic: `hr.statistics.${definition.name}`,
    doc: definition.question.en,
    fields: { ...definition.key, ...definition.measures },
  }),
});
