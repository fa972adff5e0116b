/** The encoder alone; the published types describe only the package's main entry. */
declare module 'qrcode/lib/core/qrcode.js' {
  import type { QRCode, QRCodeOptions } from 'qrcode';
  export function create(data: string, options?: QRCodeOptions): QRCode;
}
