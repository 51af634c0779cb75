// The map as a picture that stands alone: with its title, what its colours mean, and whom it is from.
import { meta } from "../common.svelte";
import { language } from "../messages/index.svelte";
import { ZONE } from "../messages/zone";
import { widthOf } from "../map/flows";
import { LIGHT } from "../theme";
import type { Way } from "../zoneflow";

/** Draws a title above the map, and below it what its signs mean and whom it is from; scale is what lines of 1, 1/10 and 1/100 of the widest stand for. */
export function captioned(map: HTMLCanvasElement, title: string, region: boolean, scale: string[]): HTMLCanvasElement {
  const z = ZONE[language.now];
  const size = Math.max(13, Math.round(map.width / 60));
  const canvas = document.createElement("canvas");
  canvas.width = map.width;
  canvas.height = map.height + 6 * size;
  const c = canvas.getContext("2d");
  if (!c) return map;
  c.fillStyle = "#ffffff";
  c.fillRect(0, 0, canvas.width, canvas.height);
  c.drawImage(map, 0, 2 * size);
  c.textBaseline = "middle";
  c.fillStyle = LIGHT.text;
  c.font = `600 ${size}px "Noto Sans", sans-serif`;
  c.fillText(title, size * 0.6, size, canvas.width - size);
  const ways: Way[] = region ? ["between", "within"] : ["in", "out", "within"];
  const y = canvas.height - 3 * size;
  let x = size * 0.6;
  c.font = `${size * 0.85}px "Noto Sans", sans-serif`;
  for (const way of ways) {
    c.fillStyle = LIGHT.flow[way];
    c.fillRect(x, y - size * 0.3, size * 1.4, size * 0.6);
    c.fillStyle = LIGHT.text;
    const text = (region && way === "within" ? z.withinAll : z.ways[way]) ?? "";
    c.fillText(text, x + size * 1.7, y);
    x += size * 3 + c.measureText(text).width;
  }
  scale.forEach((text, i) => {
    c.fillStyle = "#51606f";
    const width = widthOf(0.1 ** i, 1);
    c.fillRect(x, y - width / 2, size * 2, width);
    c.fillStyle = LIGHT.text;
    c.fillText(text, x + size * 2.3, y);
    x += size * 3.3 + c.measureText(text).width;
  });
  c.fillStyle = "#51606f";
  const from = ["simbiyoz", "GSHHG", meta.data?.network.attribution, meta.data?.demo ? language.t.demo : ""].filter(Boolean).join(" · ");
  c.fillText(from, size * 0.6, y + 2 * size, canvas.width - size);
  return canvas;
}
