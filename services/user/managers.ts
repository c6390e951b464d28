/** Who manages whom: employee id → manager's id. */
export type Managers = ReadonlyMap<string, string | null>;

/** Whether `person` would, through this manager, be above themselves. Ends on cycles that are there already. */
export function makesCycle(managers: Managers, person: string, manager: string | null): boolean {
  const seen = new Set<string>();
  for (let above = manager; above !== null && !seen.has(above); above = managers.get(above) ?? null) {
    if (above === person) return true;
    seen.add(above);
  }
  return false;
}
