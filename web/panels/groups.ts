import type { StatisticAnswer } from '../data/contract.ts';
import type { View } from './panel.ts';

/** What answers about groups say of themselves. */
export interface Frozen {
  /** Since when the figures stand, epoch ms; null: they are of now. */
  readonly at: number | null;
  /** Fewer than five people are behind them, so there are none. */
  readonly hidden: boolean;
}

export function frozenOf(data: readonly unknown[] | null): Frozen {
  const answers = (data ?? []) as readonly Partial<StatisticAnswer>[];
  const times = answers.flatMap(({ frozenAt }) => (frozenAt === undefined ? [] : [Date.parse(frozenAt)]));
  const hidden = ({ total }: Partial<StatisticAnswer>): boolean =>
    total !== undefined && Object.values(total).length > 0 && Object.values(total).every((value) => value === null);
  return { at: times.length === 0 ? null : Math.min(...times), hidden: times.length > 0 && answers.some(hidden) };
}

/** The same figures without the ways to the rows behind them. */
export const withoutRows = (view: View): View => ({
  ...view,
  href: null,
  headline: view.headline && { label: view.headline.label, value: view.headline.value, note: view.headline.note },
  picture: { ...view.picture, points: view.picture.points.map(({ series, index, text }) => ({ series, index, text })) },
});
