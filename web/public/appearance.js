// Runs before the first paint, so that neither theme nor language flashes. Blocking on purpose; no inline script, so
// the CSP stays strict.
(() => {
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const theme = read('leaveline.theme');
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
  const wanted = read('leaveline.language') ?? navigator.languages.find((tag) => /^(uk|en)\b/i.test(tag)) ?? 'en';
  document.documentElement.lang = wanted.toLowerCase().startsWith('uk') ? 'uk' : 'en';
})();
