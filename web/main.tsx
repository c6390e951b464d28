import './styles/page.css';
import { render } from 'preact';
import { App } from './App.tsx';
import { attend } from './data/presence.ts';
import { beginSession } from './data/session.ts';
import { guardedPages } from './pages/guarded.tsx';

/** The page asked for is loaded while it is found out who asks. */
const early = guardedPages.find(({ path }) => path === location.pathname);

beginSession();
attend();
void early?.preload();
const root = document.getElementById('page');
if (root !== null) render(<App />, root);
