import type { DirectoryEntry } from '#services/user/answers.ts';
import { addressOf } from '../../data/address.ts';
import { useRows } from '../../data/useRows.ts';

/** Whom of the directory somebody wants to see. */
export interface Wanted {
  /** Part of a name, a mail address or a number. */
  readonly q: string;
  /** '' is every one. */
  readonly department: string;
  readonly who: Who;
}

export const whos = ['here', 'left', 'all'] as const;
export type Who = (typeof whos)[number];

const pageSize = 50;
const actives: Readonly<Record<Who, string | null>> = { here: 'true', left: 'false', all: null };

/** The directory, page by page. */
export function useDirectory({ q, department, who }: Wanted) {
  const path = addressOf('/api/user/people', { q: q.trim(), department, active: actives[who], limit: pageSize });
  return useRows<DirectoryEntry>(path, { live: ['employees'], cursor: 'after' });
}
