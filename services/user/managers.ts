/** Who manages whom: employee id → manager's id. */
export type Managers = ReadonlyMap<string, string | null>;

/** How many people may stand above one: more than any company has, and a bound for whoever goes up. */
export const maxLevels = 50;

/** What is wrong with a manager for a person: they would be above themselves, or more than `maxLevels` people would. */
export type WrongManager = 'cycle' | 'too_deep';

/** What would be wrong with this manager; null when nothing is. Ends on cycles that are there already. */
export function wrongManager(managers: Managers, person: string, manager: string | null): WrongManager | null {
  const seen = new Set<string>();
  for (let above = manager; above !== null && !seen.has(above); above = managers.get(above) ?? null) {
    if (above === person) return 'cycle';
    if (seen.size === maxLevels) return 'too_deep';
    seen.add(above);
  }
  return null;
}
