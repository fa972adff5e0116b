import { it } from 'node:test';
import { importTool } from '../../tools/provide-tool.js';
import { tryButton, type SimulatedWindow } from './try-button.js';

it('in happy-dom the button is made, drawn and clicked', async () => {
  const { Window } = await importTool<{ Window: SimulatedWindow }>('happy-dom');
  await tryButton(new Window({ url: 'https://shop.example/' }));
});
