import './styles/page.css';
import { render } from 'preact';
import { App } from './App.tsx';
import { follow } from './data/live.ts';

const root = document.getElementById('page');
if (root !== null) render(<App />, root);
follow();
