// Boxes and words, for satori.
import { png } from './pixels.js';

export type Element = { type: string; key: null; props: Record<string, unknown> };

export function box(style: Record<string, unknown>, children: (Element | string)[] = []): Element {
  return { type: 'div', key: null, props: { style: { display: 'flex', ...style }, children } };
}

/** As pixels, for words of an image within an image are not drawn. */
export function picture(svg: string, width: number, height: number): Element {
  const src = `data:image/png;base64,${png(svg).toString('base64')}`;
  return { type: 'img', key: null, props: { src, width, height } };
}
