import { type Content, commitment, type Parts, peopleOf } from './entry.ts';
import type { Finding } from './finding.ts';
import { leafHash } from './merkle.ts';
import type { EntriesTable } from './tables.ts';

/** An entry with what lies beside the chain. */
export interface Row extends EntriesTable {
  /** Its personal values, null where none are held. */
  readonly parts: string | null;
  /** Whether its person was erased. */
  readonly erased: boolean;
  readonly people: readonly string[];
}

const restore = 'Restore this row from a backup, and find out who had write access to the database since.';
const reindex = 'Put the columns back to what the content says; the content itself is as it was written.';

/** What is wrong with one entry; `prev` is the hash of the one before, null where that one is missing. */
export function checkEntry(row: Row, prev: string | null): Finding[] {
  const where = `${row.stream} ${row.seq}`;
  const finding = (what: string, remedy = restore): Finding => ({ where, what, remedy });
  if (leafHash(row.content).toString('hex') !== row.hash)
    return [finding('changed: the content does not have the hash that was noted')];
  const content = JSON.parse(row.content) as Content;
  if (content.seq !== row.seq || content.stream !== row.stream)
    return [finding(`swapped: this is the entry ${content.stream} ${content.seq}`)];
  const faults: Finding[] = [];
  if (prev !== null && content.prev !== prev)
    faults.push(finding('changed: it does not follow the entry before it, one of the two was exchanged'));
  faults.push(
    ...wrongColumns(row, content).map((column) => finding(`changed: the column ${column} says otherwise`, reindex)),
  );
  faults.push(...wrongParts(row, content).map((what) => finding(what)));
  return faults;
}

function wrongColumns(row: Row, content: Content): string[] {
  const columns = {
    event_id: content.eventId,
    mark: content.mark ?? '',
    type: content.type,
    employee_id: content.employeeId,
    occurred_at: content.occurredAt,
    recorded_at: content.recordedAt,
  };
  const wrong = Object.entries(columns).filter(([name, value]) => row[name as keyof typeof columns] !== value);
  const people = [...peopleOf(content)].sort().join() === [...row.people].sort().join() ? [] : ['person'];
  return [...wrong.map(([name]) => name), ...people];
}

/** Personal values may be gone when their person was erased, never otherwise, and never be others. */
function wrongParts(row: Row, { sealed }: Content): string[] {
  const names = Object.keys(sealed);
  if (row.parts === null)
    return names.length === 0 || row.erased
      ? []
      : ['removed: its personal values are gone, but nobody asked to erase this person'];
  const parts = read(row.parts);
  if (!parts) return ['changed: its personal values cannot be read'];
  const all = new Set([...names, ...Object.keys(parts)]);
  return [...all]
    .filter((name) => !parts[name] || commitment(parts[name]) !== sealed[name])
    .map((name) => `changed: the personal value ${name} is not the one that was recorded`);
}

function read(text: string): Parts | undefined {
  try {
    const parts = JSON.parse(text) as Parts;
    return Object.values(parts).every((part) => typeof part?.salt === 'string' && 'value' in part) ? parts : undefined;
  } catch {
    return undefined;
  }
}
