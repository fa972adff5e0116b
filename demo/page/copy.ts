import { make } from './make.js';

/** Puts a button beside each piece of code, which copies it. */
export function offerCopy(): void {
  for (const pre of document.querySelectorAll<HTMLElement>('.copied pre')) {
    const button = make('button', { type: 'button', class: 'copy' }, 'Copy');
    button.addEventListener('click', () => {
      void copy(pre).then((done) => {
        button.textContent = done ? 'Copied' : 'Selected';
        setTimeout(() => (button.textContent = 'Copy'), 1600);
      });
    });
    pre.after(button);
  }
}

/** @returns whether the code is on the clipboard; where the browser refuses that, it is selected instead, to be copied by hand */
async function copy(pre: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(pre.textContent);
    return true;
  } catch {
    getSelection()?.selectAllChildren(pre);
    return false;
  }
}
