export default defineNuxtConfig({
  compatibilityDate: '2026-05-01',
  css: ['mixpay-button/pre.css'],
  telemetry: false,
});
