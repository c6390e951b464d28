import type { StatisticAnswer } from '#api/answers.ts';
import { monthEnd } from '../data/calendar.ts';
import type { TableView } from '../kit/table.ts';
import type { Filters } from './filters/address.ts';
import { csvPath, ignoredBy, type PanelDefinition, type Setting, statisticPath, type View } from './panel.ts';

/** What a panel makes of its statistic's answer; the rest is the same for all of them. */
export interface Told extends Pick<View, 'empty' | 'answer' | 'href' | 'picture'>, Partial<Pick<View, 'headline'>> {
  readonly table: Omit<TableView, 'csv'>;
}

interface StatisticPanel extends Pick<PanelDefinition, 'span'>, Partial<Pick<PanelDefinition, 'tables' | 'gap'>> {
  readonly statistic: string;
  /** The columns that its rows are summed by. */
  readonly by: readonly string[];
  /** Another period than that of the filters. */
  readonly within?: (setting: Setting) => Setting;
  readonly tell: (answer: StatisticAnswer, setting: Setting) => Told;
}

/**
 * A panel of one statistic: what it asks, which filters it obeys, its file of values and its period follow from the
 * catalogue.
 */
export function statisticPanel(panel: StatisticPanel): PanelDefinition {
  const { statistic, by, within, tell, tables = [`statistics_${statistic}`], ...rest } = panel;
  const settled = (setting: Setting): Setting => within?.(setting) ?? setting;
  const ask = (setting: Setting): string => statisticPath(statistic, by, settled(setting));
  function view([answer]: readonly unknown[], setting: Setting): View {
    const { period, speech } = settled(setting);
    const { table, headline = null, ...told } = tell(answer as StatisticAnswer, settled(setting));
    const csv = csvPath(ask(setting));
    return { ...told, headline, period: speech.range(period.from, period.to), table: { ...table, csv } };
  }
  const id = statistic.replaceAll('_', '-');
  return { ...rest, id, statistic, tables, ignores: ignoredBy, asks: (setting) => [ask(setting)], view };
}

/** The filters narrowed to a month, for the rows behind it. */
export const ofMonth = (filters: Filters, month: string): Filters => ({
  ...filters,
  period: { from: month, to: monthEnd(month) },
});
