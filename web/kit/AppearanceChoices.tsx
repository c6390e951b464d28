import { Monitor, Moon, Sun } from 'lucide-preact';
import { choose, language, speech, theme } from '../language/appearance.ts';

const themes = [
  ['system', Monitor],
  ['light', Sun],
  ['dark', Moon],
] as const;

export const ThemeChoice = () => (
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

/** The languages of the page, as each calls itself. */
export const languages = [
  ['uk', 'Укр', 'Українська'],
  ['en', 'Eng', 'English'],
] as const;

export const LanguageChoice = () => (
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
