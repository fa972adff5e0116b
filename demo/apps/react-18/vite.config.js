import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // The shop's server, so that it is on the page's own origin, as it is in production.
  server: { port: 5173, strictPort: true, proxy: { '/api/mixpay': 'http://localhost:3000' } },
  preview: { port: 5173, strictPort: true },
});
