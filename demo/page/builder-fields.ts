import { OPTIONS, type Choices, type Option } from './builder-options.js';
import { find } from './find.js';
import { make } from './make.js';

/** Draws a field for each option into the form. */
export function drawFields(form: HTMLFormElement): void {
  for (const option of OPTIONS) {
    const label = make('label', { class: option.kind === 'switch' || option.kind === 'colour' ? 'field inline' : 'field' });
    label.append(make('span', {}, option.label), inputOf(option));
    find(`#${option.group}`, HTMLElement).append(label);
  }
  form.addEventListener('submit', (event) => event.preventDefault());
}

function inputOf({ kind, name, choices = [], hint = '' }: Option): HTMLElement {
  if (kind === 'choice') {
    const select = make('select', { name });
    select.append(...choices.map(([value, words]) => make('option', { value, ...(name === 'locale' ? langOf(value) : {}) }, words)));
    return select;
  }
  if (kind === 'colour') return make('input', { name, type: 'color' });
  if (kind === 'switch') return make('input', { name, type: 'checkbox' });
  return make('input', {
    name,
    autocomplete: 'off',
    maxlength: '200',
    placeholder: hint,
    ...(name === 'quote-amount' ? { inputmode: 'decimal' } : {}),
  });
}

function langOf(value: string): Record<string, string> {
  return value === '' ? {} : { lang: value };
}

/** Puts choices into the fields. */
export function fillFields(form: HTMLFormElement, choices: Choices): void {
  for (const { name, kind } of OPTIONS) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement && kind === 'switch') field.checked = choices[name] === 'on';
    else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = choices[name] ?? '';
  }
}

/** The choices in the fields, spelled as in an address. */
export function readFields(form: HTMLFormElement): URLSearchParams {
  const fields = [...new FormData(form)].map(([name, value]) => [
    name.replace('--mixpay-', ''),
    typeof value === 'string' ? value.trim() : '',
  ]);
  return new URLSearchParams(fields);
}

/** A row of buttons of which one is chosen. */
export function drawChoice(selector: string, names: readonly string[], onChoose: (name: string) => void): void {
  const buttons = names.map((name) => {
    const button = make('button', { type: 'button' }, name);
    button.addEventListener('click', () => choose(name));
    return button;
  });
  const choose = (name: string): void => {
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.textContent === name));
    onChoose(name);
  };
  find(selector, HTMLElement).append(...buttons);
  choose(names[0] ?? '');
}
