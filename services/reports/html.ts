import { escaped, mailFont } from '../common/mail/html.ts';
import type { Chart } from './charts.ts';
import type { Line, Page } from './page.ts';
import type { Tile } from './tile.ts';

/** Where a chart's picture is found: `cid:…` in mail, `data:…` in a preview. */
export type PictureOf = (chart: Chart) => string;

/**
 * A report as HTML for mail programs: tables, inline styles, no scripts, nothing fetched. Dark themes change colours by
 * class where a program knows them; where it inverts by itself, the light colours have contrast enough.
 */
export function htmlOf(page: Page, pictureOf: PictureOf): string {
  return `<!doctype html>
<html lang="${page.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escaped(page.subject)}</title><style>${dark}</style></head>
<body class="page" style="margin:0;padding:24px 12px;background:#f0f0f3;${mailFont};color:#1c2024">
<div style="display:none;max-height:0;overflow:hidden">${escaped(page.summary)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center">
<table role="presentation" class="card" width="600" cellpadding="0" cellspacing="0" style="width:100%;max-width:600px;table-layout:fixed;background:#ffffff;border-radius:12px">
<tr><td class="pad" style="padding:32px 32px 8px">
<p class="accent" style="margin:0 0 16px;font-size:13px;line-height:20px;font-weight:600;color:#3a5bc7">Leaveline</p>
<h1 style="margin:0 0 4px;font-size:24px;line-height:32px;font-weight:600">${escaped(page.title)}</h1>
<p style="margin:0;font-size:16px;line-height:24px">${escaped(page.period)}</p>
<p class="muted" style="margin:4px 0 0;font-size:13px;line-height:20px;color:#60646c">${escaped(page.scope)}<br>${escaped(page.comparedWith)}</p>
</td></tr>
<tr><td class="tiles" style="padding:16px 24px 8px">${figuresOf(page)}</td></tr>
${page.charts.map((chart) => chartOf(chart, pictureOf(chart))).join('\n')}
${page.lists.map(listOf).join('\n')}
<tr><td class="pad" style="padding:8px 32px 32px">${button(page.action.href, page.action.text)}</td></tr>
<tr><td class="muted line pad" style="padding:16px 32px 32px;border-top:1px solid #e0e1e6;font-size:13px;line-height:20px;color:#60646c">
${page.foot.map(escaped).join('<br>')}<br>${page.links.map(({ href, text }) => link(href, text)).join(' · ')}
</td></tr></table></td></tr></table></body></html>
`;
}

const dark = `@media (prefers-color-scheme:dark){
.page{background:#111113!important;color:#edeef0!important}.card{background:#18191b!important;color:#edeef0!important}
.tile{background:#212225!important}.muted{color:#b0b4ba!important}.accent{color:#9eb1ff!important}.line{border-color:#363a3f!important}
.strong{color:#edeef0!important}}
@media (max-width:520px){.half{display:block!important;width:auto!important}.pad{padding-left:16px!important;padding-right:16px!important}
.tiles{padding-left:8px!important;padding-right:8px!important}.when{white-space:normal!important}}`;

const link = (href: string, text: string): string =>
  `<a class="muted" href="${escaped(href)}" style="color:#60646c">${escaped(text)}</a>`;

const button = (href: string, text: string): string =>
  `<a href="${escaped(href)}" style="display:inline-block;padding:10px 20px;border-radius:8px;background:#3e63dd;color:#ffffff;text-decoration:none;font-size:16px;line-height:24px;font-weight:600">${escaped(text)}</a>`;

/** Two tiles beside each other. */
function figuresOf({ tiles }: Page): string {
  const rows = tiles.flatMap((tile, at) => (at % 2 === 0 ? [[tile, tiles[at + 1]]] : []));
  const cells = rows.map((row) => `<tr>${row.map((tile) => (tile ? tileOf(tile, row) : '<td></td>')).join('')}</tr>`);
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0">${cells.join('\n')}</table>`;
}

const small = (text: string): string =>
  `<p class="muted" style="margin:0;font-size:13px;line-height:20px;color:#60646c">${escaped(text) || '&nbsp;'}</p>`;

/** As high as the one beside it. */
const tileOf = ({ label, value, change, note }: Tile, row: readonly (Tile | undefined)[]): string =>
  `<td class="half" width="50%" valign="top" style="width:50%;padding:4px 8px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>
<td class="tile" style="padding:12px 16px;background:#f9f9fb;border-radius:8px">
<p class="muted" style="margin:0;font-size:13px;line-height:20px;color:#60646c">${escaped(label)}</p>
<p class="strong" style="margin:0;font-size:28px;line-height:36px;font-weight:600;font-variant-numeric:tabular-nums;color:#1c2024">${escaped(value)}</p>
${small(change)}${row.some((tile) => tile?.note) ? small(note) : ''}
</td></tr></table></td>`;

const heading = (text: string): string =>
  `<h2 style="margin:0 0 8px;font-size:16px;line-height:24px;font-weight:600">${escaped(text)}</h2>`;

/** A picture's own white ground keeps it legible in the dark. */
const chartOf = (chart: Chart, source: string): string =>
  `<tr><td class="pad" style="padding:16px 32px 8px">${heading(chart.title)}
<img src="${source}" width="${chart.width}" height="${chart.height}" alt="${escaped(chart.text)}" style="display:block;width:100%;max-width:${chart.width}px;height:auto;border:0;border-radius:8px;background:#ffffff">
</td></tr>`;

function listOf({ title, rows, empty, more }: Page['lists'][number]): string {
  const body =
    rows.length === 0
      ? `<p class="muted" style="margin:0;font-size:14px;line-height:20px;color:#60646c">${escaped(empty)}</p>`
      : `<table width="100%" cellpadding="0" cellspacing="0" style="font-size:14px;line-height:20px">${rows.map(rowOf).join('\n')}</table>`;
  const rest =
    more === ''
      ? ''
      : `<p class="muted" style="margin:8px 0 0;font-size:13px;line-height:20px;color:#60646c">${escaped(more)}</p>`;
  return `<tr><td class="pad" style="padding:16px 32px 8px">${heading(title)}${body}${rest}</td></tr>`;
}

const rowOf = ({ name, about, when, note }: Line): string =>
  `<tr><td class="line" valign="top" style="padding:8px 12px 8px 0;border-top:1px solid #e0e1e6"><span style="font-weight:600">${escaped(name)}</span><br><span class="muted" style="font-size:13px;color:#60646c">${escaped(about)}</span></td>
<td class="line when" valign="top" align="right" style="padding:8px 0;border-top:1px solid #e0e1e6;white-space:nowrap">${escaped(when)}<br><span class="muted" style="font-size:13px;color:#60646c">${escaped(note)}</span></td></tr>`;
