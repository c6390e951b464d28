import { TriangleAlert } from 'lucide-preact';
import type { Balance } from '#services/vacation/answers.ts';
import type { Asking } from '../../data/useAsk.ts';
import { Answered } from '../../kit/Answered.tsx';
import { speech } from '../../language/appearance.ts';

/** What a year's leave has become of, in the order in which it is drawn. */
const parts = ['taken', 'scheduled', 'pending', 'available'] as const;

const barWidth = 400;
const gap = 2;

/** A bar of the whole entitlement; words and figures stand below it. */
function Bar({ balance }: { balance: Balance }) {
  const shown = parts.filter((part) => balance[part] > 0);
  const total = shown.reduce((sum, part) => sum + balance[part], 0);
  const room = barWidth - gap * (shown.length - 1);
  let x = 0;
  return (
    <svg class="balance-bar" viewBox={`0 0 ${barWidth} 12`} preserveAspectRatio="none" aria-hidden="true">
      {shown.map((part) => {
        const width = (balance[part] / total) * room;
        const at = x;
        x += width + gap;
        return <rect key={part} class={`balance-${part}`} x={at} y="0" width={width} height="12" rx="2" />;
      })}
    </svg>
  );
}

/** What a balance is made of, as a sum that can be followed. */
function Made({ balance }: { balance: Balance }) {
  const { text, number } = speech.value;
  const terms = (['granted', 'carried', 'adjusted'] as const).filter((term) => balance[term] !== 0);
  const list = terms.map((term) => text(`balance.${term}.of`, { days: number(balance[term]) }));
  if (balance.expired !== 0) list.push(text('balance.expired.of', { days: number(balance.expired) }));
  return <small>{list.join(' · ')}</small>;
}

/** How much of one kind of leave somebody has in a year. */
function BalanceCard({ balance }: { balance: Balance }) {
  const { text, plural, number, day, word } = speech.value;
  return (
    <article class="panel balance">
      <header>
        <h2>{word('leaveType', balance.leaveType)}</h2>
        <small>{balance.year}</small>
      </header>
      <p class="balance-left">
        <strong class="figure">{number(balance.available)}</strong> {plural('balance.left', balance.available)}
      </p>
      <Bar balance={balance} />
      <dl class="balance-parts stack">
        {parts.map((part) => (
          <div key={part}>
            <dt class="row">
              <span class={`swatch balance-${part}`} aria-hidden="true" />
              {text(`balance.${part}`)}
            </dt>
            <dd>{number(balance[part])}</dd>
          </div>
        ))}
      </dl>
      <Made balance={balance} />
      {balance.atRisk !== null && balance.atRisk.days > 0 && (
        <p class="finding finding-warn">
          <TriangleAlert size={16} aria-hidden="true" />
          {text('balance.atRisk', { days: plural('unit.days', balance.atRisk.days), day: day(balance.atRisk.last) })}
        </p>
      )}
    </article>
  );
}

/** What somebody has of each kind in a year. */
export const BalanceCards = ({ of }: { of: Asking<{ readonly balances: readonly Balance[] }> }) => (
  <Answered of={of} skeleton="balance-skeleton">
    {({ balances }) => balances.map((balance) => <BalanceCard key={balance.leaveType} balance={balance} />)}
  </Answered>
);
