import { it } from 'node:test';
import { Window } from 'happy-dom';
import { tryButton } from './try-button.js';

it('in happy-dom the button is made, drawn and clicked', () => tryButton(new Window({ url: 'https://shop.example/' })));
