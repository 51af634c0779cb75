/** An arrowhead that points to the right, its tip at the middle of the right edge: white, 64 × 64, to be coloured by the style. */
export function arrow(): { width: number; height: number; data: Uint8ClampedArray } {
  const size = 64;
  const data = new Uint8ClampedArray(4 * size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const half = ((size - x - 0.5) / size) * (0.46 * size); // of the head's breadth there
      const edge = half - Math.abs(y + 0.5 - size / 2); // px inside
      const notch = x - 0.22 * half; // the back is hollow
      data.set([255, 255, 255, 255 * Math.max(0, Math.min(1, 0.75 + Math.min(edge, notch) / 8))], 4 * (y * size + x));
    }
  }
  return { width: size, height: size, data };
}
