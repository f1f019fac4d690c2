import type { Settings } from '../store/settings-store';

type Theme = Settings['theme'];

/**
 * The database answers after the first paint, and a page that flashes white in a dark room is not calm: so this one setting
 * is also kept where it can be read at once.
 */
const storageKey = 'namesake-theme';

export function showRememberedTheme(): void {
  try {
    showTheme((localStorage.getItem(storageKey) as Theme | null) ?? 'system');
  } catch {
    showTheme('system');
  }
}

export function showTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
}

export function rememberTheme(theme: Theme): void {
  showTheme(theme);
  try {
    if (theme === 'system') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, theme);
  } catch {
    // Storage is switched off: the theme lasts as long as the page.
  }
}
