import { describe, expect, test } from '@jest/globals';
import { intlOf } from '../intl.ts';
import { en } from './en.ts';
import { uk } from './uk.ts';

type Tree = string | { readonly [key: string]: Tree };

/** Every path to a text, with the places in it. */
const paths = (tree: Tree, at = ''): string[] =>
  typeof tree === 'string'
    ? [`${at} ${[...tree.matchAll(/\{\w+\}/g)].map(([place]) => place).sort()}`]
    : Object.entries(tree).flatMap(([key, inner]) => paths(inner, `${at}.${key}`));

describe('the languages of reports', () => {
  test('say the same, with the same places', () => {
    expect(paths(uk as never).sort()).toEqual(paths(en as never).sort());
  });

  const plain = (text: string): string => text.replace(/\s/gu, ' ');

  test('say figures, differences and days as people do', () => {
    const [ua, gb] = [intlOf('uk'), intlOf('en')];
    const said = [
      ua.change('approvalRate', { current: 0.5, before: 0.75 }),
      gb.change('approvalRate', { current: 0.5, before: 0.75 }),
      ua.change('leaveDays', { current: 12.5, before: 12.5 }),
      gb.change('leadTime', { current: 72, before: 6 }),
      ua.change('leadTime', { current: 6, before: null }),
      ua.value('approvalRate', null),
      ua.plural(ua.messages.days, 22),
      ua.period({ from: '2026-12-28', to: '2027-01-03' }),
    ];
    expect(said.map(plain)).toEqual([
      'було 75% · −25 в. п.',
      'was 75% · −25 pp',
      'було 12,5 · без змін',
      'was 6 hr · +2.8 days',
      'раніше рішень не було',
      'рішень не було',
      '22 дні',
      '28 грудня 2026 – 3 січня 2027 рр.',
    ]);
  });

  test('say a word of the company’s own as it is', () => {
    const { leave, status } = intlOf('uk');
    expect([leave('annual'), leave('sabbatical'), leave('constructor'), leave(null), status('toString')]).toEqual([
      'Щорічна відпустка',
      'sabbatical',
      'constructor',
      'Відсутність',
      'toString',
    ]);
  });
});
