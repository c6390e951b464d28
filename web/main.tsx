import './styles/page.css';
import { render } from 'preact';
import { beginSession } from './data/session.ts';
import { App } from './pages/App.tsx';
import { guardedPages } from './pages/guard.tsx';
import { attend } from './pages/presence.ts';

/** The page asked for is loaded while it is found out who asks. */
const early = guardedPages.find(({ path }) => path === location.pathname);

beginSession();
attend();
void early?.preload();
const root = document.getElementById('page');
if (root !== null) render(<App />, root);
