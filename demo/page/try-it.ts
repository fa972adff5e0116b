const KEY = 'small-hours:try-it';

/** Sets what is chosen in the form on all buttons, and remembers it for this tab, so that a payer who comes back finds it. */
export function letTry(form: HTMLFormElement, buttons: readonly HTMLElement[]): void {
  restore(form);
  const apply = (): void => {
    const chosen = [...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value.trim() : ''] as const);
    for (const button of buttons) {
      for (const [name, value] of chosen) {
        if (value === '') button.removeAttribute(name);
        else button.setAttribute(name, value);
      }
    }
    sessionStorage.setItem(KEY, JSON.stringify(Object.fromEntries(chosen)));
  };
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  apply();
}

function restore(form: HTMLFormElement): void {
  const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
  if (typeof kept !== 'object' || kept === null) return;
  for (const [name, value] of Object.entries(kept)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLSelectElement && typeof value === 'string') field.value = value;
  }
}
