import { defineConfig } from 'vite';
import { demoShop } from './demo/vite-plugin.js';

/** Made ready before somebody presses: a slow machine would take longer than a button waits for its payment part. */
const WANTED_AT_A_PRESS = ['./src/element/payment/index.ts', './src/element/payment/hints.ts', './src/element/locales/payment/en.ts'];

export default defineConfig({
  plugins: [demoShop()],
  server: { host: 'localhost', port: 5173, strictPort: true, warmup: { clientFiles: WANTED_AT_A_PRESS } },
  // named here, for a dependency found late reloads the page in mid-payment
  optimizeDeps: { include: ['lit/html.js', '@lit/reactive-element', 'lean-qr/nano'] },
});
