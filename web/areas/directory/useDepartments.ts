import type { Departments } from '#services/user/answers.ts';
import { useAsk } from '../../data/useAsk.ts';

/** The departments that there are today. */
export const useDepartments = () => useAsk<Departments>('/api/user/departments', { live: ['employees'] });

/** Their names, for a choice; `none`: what stands first, for no choice. */
export function useDepartmentOptions(none: string): readonly (readonly [string, string])[] {
  const { data } = useDepartments();
  return [['', none], ...(data?.rows ?? []).map(({ name }) => [name, name] as const)];
}
