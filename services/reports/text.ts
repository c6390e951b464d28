import type { Line, Page } from './page.ts';

/** A report as plain text, which says all that the HTML says; charts by their figures. */
export function textOf(page: Page): string {
  const tiles = page.tiles.map(({ label, value, change, note }) =>
    [`${label}: ${value}`, ...[change, note].filter(Boolean)].join(' · '),
  );
  const lists = page.lists.map(({ title, rows, empty, more }) =>
    [title, ...(rows.length === 0 ? [empty] : rows.map(lineOf)), ...(more === '' ? [] : [more])].join('\n'),
  );
  const foot = ['-- ', ...page.foot, ...page.links.map(({ href, text }) => `${text}: ${href}`)];
  const head = [`${page.title}: ${page.period}`, page.scope, page.comparedWith];
  const parts = [head.join('\n'), tiles.join('\n'), ...page.charts.map(({ text }) => text), ...lists];
  return `${[...parts, `${page.action.text}: ${page.action.href}`, foot.join('\n')].join('\n\n')}\n`;
}

const lineOf = ({ name, about, when, note }: Line): string =>
  `- ${[name, when, about, note].filter(Boolean).join(' · ')}`;
