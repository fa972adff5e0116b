import { it } from 'node:test';
import { JSDOM } from 'jsdom';
import { tryButton } from './try-button.js';

it('in jsdom the button is made, drawn and clicked, without a dialog', () =>
  tryButton(new JSDOM('<!doctype html>', { url: 'https://shop.example/' }).window));
