/** A member of a group and the tasks it runs already. */
export interface Member {
  readonly id: string;
  readonly owned: readonly number[];
}

/**
 * Shares tasks 0 … count − 1 among the members: evenly (to within one), each task to one member, and as many as that
 * allows stay where they are, so that their stores need not be restored elsewhere. The order of the members does not
 * matter.
 */
export function assignTasks(members: readonly Member[], count: number): Map<string, number[]> {
  const sorted = members.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const result = new Map(sorted.map(({ id }) => [id, [] as number[]]));
  const free = new Set(Array.from({ length: count }, (_, task) => task));
  const least = Math.floor(count / members.length);
  // Members with the most to keep get the places that are one larger.
  const places = new Map(
    sorted
      .toSorted((a, b) => b.owned.length - a.owned.length)
      .map(({ id }, index) => [id, least + (index < count % members.length ? 1 : 0)]),
  );
  function give(id: string, task: number): void {
    if ((result.get(id)?.length ?? 0) >= (places.get(id) ?? 0) || !free.delete(task)) return;
    result.get(id)?.push(task);
  }
  for (const { id, owned } of sorted) for (const task of owned) give(id, task);
  for (const { id } of sorted) for (const task of [...free]) give(id, task);
  for (const tasks of result.values()) tasks.sort((a, b) => a - b);
  return result;
}
