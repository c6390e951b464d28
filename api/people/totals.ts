import type { AnyEvent } from '#schemas/event.ts';
import { entitiesOf } from '#statistics/entities/entitiesOf.ts';
import { nobody, type Person } from '#statistics/entities/person.ts';
import type { CompanySettings } from '#statistics/entities/settings.ts';
import type { DefinedStatistic, Entities } from '#statistics/statistic.ts';
import { addSums, type Sum, type Sums, sumsOf } from '#statistics/sum.ts';

/**
 * Adds up what people contribute to statistics, person by person: for all people of the company, the rows of the line.
 */
export class Totals {
  readonly #statistics: readonly DefinedStatistic[];
  readonly #settings: CompanySettings;
  readonly #sums: ReadonlyMap<string, Map<string, Sum>>;

  constructor(statistics: readonly DefinedStatistic[], settings: CompanySettings) {
    this.#statistics = statistics;
    this.#settings = settings;
    this.#sums = new Map(statistics.map(({ name }) => [name, new Map()]));
  }

  /** Adds one person by all events of that person; a person comes once. */
  add(events: Iterable<AnyEvent>): void {
    const { person, ...entities } = entitiesOf(events, this.#settings);
    for (const statistic of this.#statistics)
      for (const entity of entities[statistic.of])
        this.#count(statistic, entity, statistic.of === 'login' ? nobody : person);
  }

  /** A statistic's sums by row key; none for a statistic that was not asked for. */
  of(statistic: string): Sums {
    return this.#sums.get(statistic) ?? new Map();
  }

  #count(statistic: DefinedStatistic, entity: Entities[keyof Entities], person: Person): void {
    const totals = this.#sums.get(statistic.name);
    for (const [key, sum] of sumsOf(statistic, entity, person, this.#settings)) {
      const held = totals?.get(key);
      totals?.set(key, held ? addSums(held, sum) : sum);
    }
  }
}
