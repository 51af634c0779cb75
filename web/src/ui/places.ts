// Places as people paste them: a name, a longitude, a latitude, a row each.
import type { Named } from "../api";

export interface Wrong {
  row: number; // as a sheet counts, from 1
  code: "columns" | "place";
  text: string;
}

/** Reads rows joined by tabs, semicolons or commas; with tabs and semicolons decimals may have a comma. A first row without numbers is a heading. */
export function readPlaces(text: string): { places: Named[]; wrong: Wrong[] } {
  const places: Named[] = [];
  const wrong: Wrong[] = [];
  const separator = ["\t", ";"].find((s) => text.includes(s)) ?? ",";
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const cells = line.split(separator).map((c) => c.trim().replace(/^"(.*)"$/, "$1"));
    const [lon, lat] = cells.slice(-2).map((c) => Number(separator === "," ? c : c.replace(",", ".")));
    const good = lon !== undefined && lat !== undefined && Number.isFinite(lon) && Number.isFinite(lat);
    if (cells.length !== 3) wrong.push({ row: i + 1, code: "columns", text: line });
    else if (good && Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && cells[1] !== "" && cells[2] !== "") places.push({ name: cells[0] || String(i + 1), place: `${lon},${lat}` });
    else if (good || i > 0) wrong.push({ row: i + 1, code: "place", text: `${cells[1]} ${cells[2]}` });
  }
  return { places, wrong };
}
