import type { StatisticAnswer } from '#api/answers.ts';
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

/** The same figures with only those ways to the rows behind them that are open to the reader. */
export function withRows(view: View, isOpen: (href: string) => boolean): View {
  const without = <T extends { readonly href?: string }>({ href, ...rest }: T) => ({
    ...rest,
    ...(href !== undefined && isOpen(href) && { href }),
  });
  return {
    ...view,
    href: view.href !== null && isOpen(view.href) ? view.href : null,
    headline: view.headline && without(view.headline),
    picture: { ...view.picture, points: view.picture.points.map(without) },
  };
}
