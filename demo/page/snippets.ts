import { VERSION } from '../../src/version.js';
import { chosenOf, OPTIONS, type Choices } from './builder-options.js';

/** As the README has it: one release, because what a page of payments loads must not change by itself. */
const SCRIPT = `https://cdn.jsdelivr.net/npm/mixpay-button@${VERSION}/dist/cdn/mixpay-button.js`;

export const FRAMEWORKS = ['HTML', 'React', 'Vue', 'Svelte', 'Angular'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

/** The attributes that every snippet has. */
const ALWAYS = { endpoint: '/api/mixpay', orderId: 'order-1042' } as const;

/** The code that shows the button on a page. */
export function pageSnippet(framework: Framework, choices: Choices): string {
  const given = attributesOf(choices);
  const style = styleOf(choices);
  const css = style === '' ? '' : `mixpay-button {\n${style}}\n`;
  switch (framework) {
    case 'HTML':
      return `${css === '' ? '' : `<style>\n${indent(css)}</style>\n`}<script type="module" src="${SCRIPT}"></script>

${htmlTag([['endpoint', ALWAYS.endpoint], ['order-id', ALWAYS.orderId], ...given])}`;
    case 'React':
      return `'use client';
import { MixPayButton } from 'mixpay-button/react';${css === '' ? '' : "\nimport './checkout.css';"}

export function Checkout({ orderId, onPaid }: { orderId: string; onPaid: () => void }) {
  return (
${indent(tag('MixPayButton', [`endpoint="${ALWAYS.endpoint}"`, 'orderId={orderId}', ...given.map(jsx), 'onSuccess={onPaid}'], '/>'), 4)}
  );
}${asFile(css)}`;
    case 'Vue':
      return `<script setup lang="ts">
import { MixPayButton } from 'mixpay-button/vue';
defineProps<{ orderId: string }>();
const emit = defineEmits<{ paid: [] }>();
</script>

<template>
${indent(tag('MixPayButton', [`endpoint="${ALWAYS.endpoint}"`, ':order-id="orderId"', ...given.map(html), `@success="emit('paid')"`], '/>'))}
</template>${css === '' ? '' : `\n\n<style>\n${css}</style>`}`;
    case 'Svelte':
      return `<script lang="ts">
  import 'mixpay-button/define';
  import type {} from 'mixpay-button/svelte';
  let { orderId, onpaid }: { orderId: string; onpaid: () => void } = $props();
</script>

${tag('mixpay-button', [`endpoint="${ALWAYS.endpoint}"`, 'order-id={orderId}', ...given.map(template), 'onmixpay-success={onpaid}'], '></mixpay-button>')}${css === '' ? '' : `\n\n<style>\n  :global(${css.replace(' {', ') {').trimEnd()}\n</style>`}`;
    case 'Angular':
      return `import { Component, CUSTOM_ELEMENTS_SCHEMA, input, output } from '@angular/core';
import 'mixpay-button/define';

@Component({
  selector: 'app-checkout',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: \`
${indent(tag('mixpay-button', [`endpoint="${ALWAYS.endpoint}"`, '[orderId]="orderId()"', ...given.map(template), '(mixpay-success)="paid.emit()"'], '></mixpay-button>'), 4)}
  \`,${css === '' ? '' : `\n  styles: \`\n${indent(css, 4)}  \`,`}
})
export class CheckoutComponent {
  readonly orderId = input.required<string>();
  readonly paid = output();
}`;
  }
}

/** The Content-Security-Policy of a page with the button in this mode. */
export function policySnippet(mode: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    ...(mode === 'embed' ? ['frame-src https://mixpay.me'] : []),
    "form-action 'self' https://mixpay.me",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join(';\n');
}

type Given = [name: string, value: string];

function attributesOf(choices: Choices): Given[] {
  const amount = choices['quote-amount'] ?? '';
  const price: Given[] =
    amount === ''
      ? []
      : [
          ['quote-amount', amount],
          ['quote-asset-id', choices['quote-asset-id'] ?? 'usd'],
        ];
  const isPrice = (name: string) => name === 'quote-amount' || name === 'quote-asset-id';
  return [...price, ...chosenOf(choices, 'attribute').filter(([name]) => !isPrice(name))];
}

function styleOf(choices: Choices): string {
  return chosenOf(choices, 'property')
    .map(([name, value]) => `  ${name}: ${value};\n`)
    .join('');
}

function htmlTag(attributes: Given[]): string {
  return tag('mixpay-button', attributes.map(html), '></mixpay-button>');
}

function isSwitch(name: string): boolean {
  return OPTIONS.some((option) => option.name === name && option.kind === 'switch');
}

function html([name, value]: Given): string {
  return isSwitch(name) ? name : `${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;
}

/** HTML inside a template, where braces and backticks would be code. The text may come from an address made by a stranger. */
function template(given: Given): string {
  return html(given).replace(/[{}`$\\]/g, (char) => `&#${char.charCodeAt(0)};`);
}

function jsx([name, value]: Given): string {
  const camel = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  if (isSwitch(name)) return camel;
  return name === 'expires-in'
    ? `${camel}={${Number(value)}}`
    : `${camel}=${/["\\&]/.test(value) ? `{${JSON.stringify(value)}}` : `"${value}"`}`;
}

/** On one line where it fits, else an attribute a line. */
function tag(name: string, attributes: string[], end: string): string {
  const line = `<${name} ${attributes.join(' ')}${end === '/>' ? ' />' : end}`;
  return line.length <= 90 ? line : `<${name}\n${attributes.map((each) => `  ${each}\n`).join('')}${end}`;
}

function asFile(css: string): string {
  return css === '' ? '' : `\n\n/* checkout.css */\n${css.trimEnd()}`;
}

function indent(text: string, by = 2): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(by));
}
