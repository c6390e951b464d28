import type { Figure } from './report.ts';

/** A figure in words. */
export interface Tile {
  readonly name: Figure['name'];
  readonly label: string;
  readonly value: string;
  /** Compared with the period before; empty where there was nothing. */
  readonly change: string;
  /** What it is made of; may be empty. */
  readonly note: string;
}
