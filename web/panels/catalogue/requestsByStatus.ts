import type { Setting } from '../panel.ts';
import { type Ranked, rankingPanel } from '../ranking.ts';
import { rowsPath } from '../rows.ts';
import type { Told } from '../statisticPanel.ts';

/** The status in which a request waits for a decision. */
const waitingStatus = 'submitted';

const behind = ({ filters }: Setting, status?: string): string =>
  rowsPath('requests', filters, { dated: 'submitted', ...(status !== undefined && { status }) });

function say(ranks: readonly Ranked[], all: number, setting: Setting): Pick<Told, 'answer' | 'headline'> {
  const { sentence, text, word, number, plural, percent, locale } = setting.speech;
  const waiting = number(ranks.find(({ value }) => value === waitingStatus)?.count ?? 0);
  const requests = plural('unit.requests', all);
  const [first] = ranks;
  const top = text('status.top', {
    share: percent(all === 0 ? null : (first?.count ?? 0) / all),
    status: word('status', first?.value ?? '').toLocaleLowerCase(locale),
  });
  return {
    answer: sentence('status.answer', { waiting, requests, top }),
    headline: {
      label: text('status.label'),
      value: waiting,
      note: text('status.note', { requests }),
      href: behind(setting, waitingStatus),
    },
  };
}

/** Where the requests submitted in the period stand now. */
export const requestsByStatus = rankingPanel({
  statistic: 'requests_by_status',
  column: 'status',
  measure: 'requests',
  unit: 'unit.requests',
  headings: { value: 'request.status', count: 'nav.requests' },
  colour: (ink, status) => (status === waitingStatus ? ink.second : ink.first),
  nameWidth: () => 150,
  behind,
  say,
});
