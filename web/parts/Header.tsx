import { Monitor, Moon, Radio, Sun, Unplug } from 'lucide-preact';
import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { connection } from '../data/live.ts';
import { writeFilters } from '../filters/address.ts';
import { useFilters } from '../filters/useFilters.ts';
import { announce, choose, language, speech, theme } from '../language/appearance.ts';

const pages = [
  ['/', 'nav.overview'],
  ['/requests', 'nav.requests'],
  ['/events', 'nav.events'],
  ['/line', 'nav.line'],
] as const;

/** Pages keep the filters of the one you come from. */
const Navigation = () => {
  const { path } = useLocation();
  const { filters } = useFilters();
  return (
    <nav aria-label={speech.value.text('nav.label')}>
      {pages.map(([to, key]) => (
        <a key={to} href={to + writeFilters(filters)} aria-current={path === to ? 'page' : undefined}>
          {speech.value.text(key)}
        </a>
      ))}
    </nav>
  );
};

/** Whether the numbers follow the events as they come; only losing and regaining that is announced. */
const LiveState = () => {
  const { state, at } = connection.value;
  const { text, time } = speech.value;
  const former = useRef(state);
  useEffect(() => {
    if (state === 'stale' && former.current === 'live') announce(text('live.lost', { time: time(at ?? Date.now()) }));
    if (state === 'live' && former.current === 'stale') announce(text('live.restored'));
    former.current = state;
  }, [state]);
  const stale = at === null ? text('live.never') : text('live.stale', { time: time(at) });
  return (
    <span class={`live live-${state}`} data-live={state}>
      {state === 'stale' ? <Unplug size={14} aria-hidden="true" /> : <Radio size={14} aria-hidden="true" />}
      <span>{state === 'stale' ? stale : text(`live.${state}`)}</span>
    </span>
  );
};

const themes = [
  ['system', Monitor],
  ['light', Sun],
  ['dark', Moon],
] as const;

const ThemeChoice = () => (
  <fieldset class="switch">
    <legend class="hidden">{speech.value.text('theme.label')}</legend>
    {themes.map(([name, Icon]) => (
      <label key={name} title={speech.value.text(`theme.${name}`)}>
        <input
          type="radio"
          name="theme"
          value={name}
          checked={theme.value === name}
          onChange={() => choose('theme', name)}
        />
        <Icon size={14} aria-hidden="true" />
        <span class="hidden">{speech.value.text(`theme.${name}`)}</span>
      </label>
    ))}
  </fieldset>
);

const languages = [
  ['uk', 'Укр', 'Українська'],
  ['en', 'Eng', 'English'],
] as const;

const LanguageChoice = () => (
  <fieldset class="switch">
    <legend class="hidden">{speech.value.text('language.label')}</legend>
    {languages.map(([name, short, full]) => (
      <label key={name} title={full} lang={name}>
        <input
          type="radio"
          name="language"
          value={name}
          checked={language.value === name}
          onChange={() => choose('language', name)}
          aria-label={full}
        />
        <span aria-hidden="true">{short}</span>
      </label>
    ))}
  </fieldset>
);

export const Header = () => (
  <header class="top">
    <a class="brand" href="/">
      <img src="/mark.svg" alt="" width="20" height="20" />
      {speech.value.text('product.name')}
    </a>
    <Navigation />
    <LiveState />
    <LanguageChoice />
    <ThemeChoice />
  </header>
);
