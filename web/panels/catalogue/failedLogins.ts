import { rankingPanel } from '../ranking.ts';
import { rowsPath } from '../rows.ts';

/** Why sign-ins were refused in the period. */
export const failedLogins = rankingPanel({
  statistic: 'failed_logins',
  column: 'reason',
  measure: 'failures',
  unit: 'unit.refusals',
  headings: { value: 'reason', count: 'failed.failures' },
  colour: (ink) => ink.second,
  nameWidth: (width) => (width < 400 ? 110 : 190),
  behind: ({ filters }) => rowsPath('events', filters, { type: 'auth.login.failed' }),
  say: ([top], all, { speech }) => {
    const reason = top === undefined ? '–' : speech.word('reason', top.value);
    const share = speech.percent(top === undefined ? null : top.count / all);
    return {
      answer: speech.sentence('failed.answer', { refusals: speech.plural('unit.refusals', all), share, reason }),
      headline: {
        label: speech.text('failed.label'),
        value: speech.number(all),
        note: speech.text('failed.note', { reason }),
      },
    };
  },
});
