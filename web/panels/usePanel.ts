import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Catalogue, StatisticAnswer } from '#api/answers.ts';
import { frozenSince } from '../data/live.ts';
import type { Problem } from '../data/problem.ts';
import { useAnswers } from '../data/useAnswers.ts';
import { useAsk } from '../data/useAsk.ts';
import { speech, today } from '../language/appearance.ts';
import { periodFor } from './filters/address.ts';
import { useFilters } from './filters/useFilters.ts';
import { type Frozen, frozenOf, withRows } from './groups.ts';
import type { PanelDefinition, Setting, View } from './panel.ts';
import { mayOpenRows } from './rows.ts';

/** What the API can be asked; null until it has said so. */
export function useCatalogue() {
  const { data, problem, reload } = useAsk<Catalogue>('/api/statistics');
  return { entries: data?.statistics ?? null, problem, reload };
}

/** Filters, days and language, as panels read them. */
function useSetting(statistic: string | null) {
  const { filters } = useFilters();
  const { entries, problem, reload } = useCatalogue();
  const entry = entries?.find(({ name }) => name === statistic) ?? null;
  const voice = speech.value;
  const day = filters.asOf ?? today.value;
  const setting = useMemo(
    (): Setting => ({ filters, period: periodFor(filters, day), today: day, speech: voice, entry }),
    [filters, day, voice, entry],
  );
  return { setting, ready: statistic === null || entry !== null, problem, reload };
}

/** A panel at work. `view` is the newest complete one; `current` says whether it is of the filters chosen now. */
export interface Running {
  readonly title: string | null;
  readonly setting: Setting;
  readonly view: View | null;
  readonly current: boolean;
  readonly at: number | null;
  readonly frozen: Frozen;
  /** How it was counted, where that is not what one would think. */
  readonly notes: readonly string[];
  readonly problem: Problem | null;
  readonly reload: () => void;
}

const titleOf = (panel: PanelDefinition, setting: Setting): string | null =>
  panel.title?.(setting) ?? setting.entry?.question[setting.speech.language] ?? null;

/**
 * The API's own remarks, with its codes of departments in words; with whole months up to now there is nothing to
 * remark.
 */
function notesOf(data: readonly unknown[] | null, { filters, speech }: Setting): readonly string[] {
  if (filters.asOf === null && typeof filters.period === 'string') return [];
  const answers = (data ?? []) as readonly Partial<StatisticAnswer>[];
  const named = (note: string): string => note.replace(/\(\w+\)/g, (code) => speech.word('department', code));
  return answers.flatMap(({ notes }) => notes ?? []).map((note) => named(note[speech.language]));
}

/** Asks a panel's questions and keeps its view. The same questions elsewhere on the page share the requests. */
export function usePanel(panel: PanelDefinition): Running {
  const { setting, ready, problem, reload } = useSetting(panel.statistic);
  const answers = useAnswers(ready ? panel.asks(setting) : [], panel.tables, panel.gap);
  const last = useRef<View | null>(null);
  const view = useMemo(
    () =>
      answers.current && answers.data !== null
        ? withRows(panel.view(answers.data, setting), mayOpenRows)
        : last.current,
    [panel, setting, answers.current, answers.data],
  );
  const frozen = frozenOf(answers.data);
  useEffect(() => {
    if (frozen.at !== null) frozenSince.value = frozen.at;
  }, [frozen.at]);
  last.current = view;
  return {
    title: titleOf(panel, setting),
    setting,
    view,
    current: answers.current,
    at: answers.at,
    frozen,
    notes: notesOf(answers.data, setting),
    problem: ready ? answers.problem : problem,
    reload: ready ? answers.reload : reload,
  };
}
