import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';

const { resolve } = createRequire(import.meta.url);

const fontFiles = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map((file) =>
  resolve(`@expo-google-fonts/inter/${file}`),
);

/** Sharp on screens of twice the density. */
const scale = 2;

/** A PNG, of twice the size in pixels. */
export function pngOf({ svg, width }: { readonly svg: string; readonly width: number }): Buffer {
  const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: 'Inter' };
  return new Resvg(svg, { font, fitTo: { mode: 'width', value: width * scale } }).render().asPng();
}
