import { it } from 'node:test';
import { importTool } from '../../tools/provide-tool.js';
import { tryButton } from './try-button.js';

/** What is used of jsdom, which has no types of its own. */
interface JsdomModule {
  JSDOM: new (html: string, options: { url: string }) => { readonly window: object };
}

it('in jsdom the button is made, drawn and clicked, without a dialog', async () => {
  const { JSDOM } = await importTool<JsdomModule>('jsdom');
  await tryButton(new JSDOM('<!doctype html>', { url: 'https://shop.example/' }).window);
});
