import type { Situation } from '../situations.js';

/** How the page and the element on it are to look. */
export interface Look {
  theme: 'light' | 'dark';
  locale: 'en' | 'ar';
}

/** What the page offers to whoever takes the pictures. Each resolves when nothing moves any more. `css` is added to the element's own. */
export interface PicturePage {
  showDialog(situation: Situation, look: Look, css: string): Promise<void>;
  showButtons(look: Look, css: string): Promise<void>;
}

declare global {
  interface Window {
    pictures: PicturePage;
  }
}
