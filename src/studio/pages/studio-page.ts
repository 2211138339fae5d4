import type { Markup } from '../../html/markup.js';

/** What the browser shows for one address of the studio. */
export interface StudioPage {
  readonly title: string;
  readonly body: readonly Markup[];
}
