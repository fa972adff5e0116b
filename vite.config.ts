import { defineConfig } from 'vite';
import { demoShop } from './demo/vite-plugin.js';

export default defineConfig({
  plugins: [demoShop()],
  server: { host: 'localhost', port: 5173, strictPort: true },
  // named here, for a dependency found late reloads the page in mid-payment
  optimizeDeps: { include: ['lit/html.js', '@lit/reactive-element', 'lean-qr/nano'] },
});
