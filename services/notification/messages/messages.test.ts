import { describe, expect, test } from '@jest/globals';
import { type Template, templates } from '../kinds.ts';
import { write } from '../mail.ts';
import { languages, type Params, say } from '../render.ts';

type Tree = string | readonly Tree[] | { readonly [key: string]: Tree };

/** Every path to a text, with the places in it. */
const paths = (tree: Tree, at = ''): string[] =>
  typeof tree === 'string'
    ? [at]
    : Object.entries(tree).flatMap(([key, inner]) => paths(inner as Tree, `${at}.${key}`));

const placesOf = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

describe('the languages', () => {
  const { uk, en } = languages;

  test('say the same messages', () => {
    const keys = (tree: Tree) => paths(tree).filter((path) => !path.includes('.lines'));
    expect(keys(uk as never)).toEqual(keys(en as never));
  });

  test.each(Object.keys(templates) as Template[])('name in %s what there is to be named', (template) => {
    const [ours, theirs] = [uk.templates[template], en.templates[template]];
    expect(placesOf(ours.subject)).toEqual(placesOf(theirs.subject));
    const all = ({ text, lines }: typeof ours) => [...new Set(placesOf([text, ...lines].join(' ')))];
    expect(all(ours)).toEqual(all(theirs));
  });

  const full: Params = {
    person: '7',
    actor: '1',
    from: '2026-12-30',
    to: '2027-01-03',
    leaveType: 'annual',
    reason: 'busy',
    businessDays: 2,
    at: 0,
    until: 1,
    ip: '10.0.0.1',
    client: 'Firefox, Linux',
  };

  test.each(['uk', 'en'] as const)('leave no place empty in %s', (language) => {
    for (const template of Object.keys(templates) as Template[]) {
      const said = say(template, full, { language, zone: 'Europe/Kyiv', nameOf: (id) => `N${id}` });
      const { text, html } = write({
        said,
        language,
        name: 'Ї',
        origin: 'https://x.org',
        unsubscribe: 'https://x.org/u',
      });
      expect([template, /[{}]|undefined|null| {2}/.test(`${said.subject}${said.paragraphs.join('')}`)]).toEqual([
        template,
        false,
      ]);
      expect([text.includes('https://x.org/u'), html.includes(said.subject)]).toEqual([true, true]);
    }
  });

  test.each([
    [1, 'вже 1 робочий день.'],
    [3, 'вже 3 робочі дні.'],
    [5, 'вже 5 робочих днів.'],
    [21, 'вже 21 робочий день.'],
  ])('count %i business days in Ukrainian', (businessDays, expected) => {
    const said = say('reminded', { ...full, businessDays }, { language: 'uk', zone: 'Europe/Kyiv', nameOf: () => 'Я' });
    expect(said.paragraphs[0]).toContain(expected);
  });

  test('leave out lines about what is unknown, and keep braces in names as they are', () => {
    const said = say(
      'rejected',
      { from: '2026-07-06', to: '2026-07-06', actor: '1', reason: null },
      { language: 'en', zone: 'Europe/Kyiv', nameOf: () => '{reason}' },
    );
    expect(said.paragraphs).toEqual(['Your request for leave, July 6, 2026, was rejected.', 'Decided by {reason}.']);
  });
});
