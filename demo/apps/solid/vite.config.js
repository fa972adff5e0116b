import solid from 'vite-plugin-solid';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [solid()],
  // The shop's server, so that it is on the page's own origin, as it is in production.
  server: { port: 5173, strictPort: true, proxy: { '/api/mixpay': 'http://localhost:3000' } },
  preview: { port: 5173, strictPort: true },
});
