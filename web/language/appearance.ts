import { computed, effect, signal } from '@preact/signals';
import { localDate } from '#lib/dates.ts';
import type { Locale } from '#schemas/access/people.ts';
import { zone } from '../data/zone.ts';
import { speak } from './speech.ts';

export type Theme = 'system' | 'light' | 'dark';

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

const themeIn = (text: string | null): Theme => (text === 'light' || text === 'dark' ? text : 'system');
const systemDark = matchMedia('(prefers-color-scheme: dark)');
const darkSystem = signal(systemDark.matches);
systemDark.addEventListener('change', ({ matches }) => {
  darkSystem.value = matches;
});

/** What the reader chose; appearance.js reads the same keys before the first paint. */
export const language = signal<Locale>(document.documentElement.lang === 'uk' ? 'uk' : 'en');
export const theme = signal<Theme>(themeIn(stored('leaveline.theme')));
export const dark = computed(() => (theme.value === 'system' ? darkSystem.value : theme.value === 'dark'));
/**
 * What the company itself calls its kinds of leave, by key (`leaveType.<type>`); stands before the words of the page.
 */
export const companyWords = signal<Readonly<Record<Locale, Readonly<Record<string, string>>>>>({ en: {}, uk: {} });
export const speech = computed(() => speak(language.value, zone.value, companyWords.value[language.value]));

/** Now, as often as the minute; figures "as of" and days follow it. */
export const now = signal(Date.now());
setInterval(() => {
  now.value = Date.now();
}, 15_000);
export const today = computed(() => localDate(now.value, zone.value));

export function choose(key: 'theme' | 'language', value: string): void {
  store(`leaveline.${key}`, value);
  if (key === 'theme') theme.value = themeIn(value);
  else language.value = value === 'uk' ? 'uk' : 'en';
}

/** Who has not chosen a language here gets the one that the company knows them by. */
export function suggestLanguage(wanted: Locale): void {
  if (stored('leaveline.language') === null) choose('language', wanted);
}

effect(() => {
  document.documentElement.classList.toggle('dark', dark.value);
});
effect(() => {
  document.documentElement.lang = language.value;
});

/** What a screen reader is told; set through `announce`. */
export const announcement = signal('');
export function announce(text: string): void {
  announcement.value = text;
}
