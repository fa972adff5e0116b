import { defineConfig } from 'vite';

export default defineConfig({
  server: { host: 'localhost', port: 5173, strictPort: true },
  // named here, for a dependency found late reloads the page in mid-payment
  optimizeDeps: { include: ['lit', 'lit/decorators.js', 'qrcode/lib/core/qrcode.js'] },
});
