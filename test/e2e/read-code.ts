import { readFile } from 'node:fs/promises';
import jsQR from 'jsqr';
import type { PNG } from 'pngjs';
import { fileOfTool, importTool } from '../tools/provide-tool.js';

/** Reads the QR code in a picture; undefined where it finds none. Dark on light alone: some cameras' readers know no other. */
export type ReadCode = (picture: PNG) => Promise<string | undefined>;

/** As much of zxing-wasm as is used. */
interface ZXing {
  prepareZXingModule: (options: { overrides: { wasmBinary: ArrayBuffer }; fireImmediately: true }) => Promise<unknown>;
  readBarcodes: (
    image: { data: Uint8ClampedArray; width: number; height: number },
    options: { formats: string[]; tryInvert: boolean },
  ) => Promise<{ text: string }[]>;
}

/** jsQR, a reader in JavaScript. */
export const readWithJsQr: ReadCode = ({ data, width, height }) =>
  Promise.resolve(jsQR(new Uint8ClampedArray(data), width, height, { inversionAttempts: 'dontInvert' })?.data);

/** ZXing's reader in C++, which shares no code with the other and is in many phones' scanners. Installed where it is missing. */
export async function provideZXing(): Promise<ReadCode> {
  const { prepareZXingModule, readBarcodes } = await importTool<ZXing>('zxing-wasm', 'zxing-wasm/reader');
  const { buffer } = new Uint8Array(await readFile(fileOfTool('zxing-wasm', 'dist/reader/zxing_reader.wasm')));
  // Else it would fetch this from a server of its own.
  await prepareZXingModule({ overrides: { wasmBinary: buffer }, fireImmediately: true });
  return async ({ data, width, height }) => {
    const found = await readBarcodes({ data: new Uint8ClampedArray(data), width, height }, { formats: ['QRCode'], tryInvert: false });
    return found[0]?.text;
  };
}
