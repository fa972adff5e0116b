import { make } from './make.js';

/** Puts a button over each piece of code that copies it. */
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

/** @returns whether it is on the clipboard; where that is refused the text is selected, to be copied by hand */
async function copy(pre: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(pre.textContent);
    return true;
  } catch {
    getSelection()?.selectAllChildren(pre);
    return false;
  }
}
