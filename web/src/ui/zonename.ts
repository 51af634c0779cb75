// What zones, materials and months are called on the zone's screen.
import { zones } from "../common.svelte";
import { plain, unit as unitName } from "../format";
import { language } from "../messages/index.svelte";
import { ZONE } from "../messages/zone";
import { REST } from "../sankey";
import { ofMaterial, OUTSIDE, type Sum, type ZoneFlows } from "../zoneflow";

/** A zone by its code; the other ends by their words. */
export function zoneName(code: string): string {
  const z = ZONE[language.now];
  if (code === REST) return z.rest;
  if (code === OUTSIDE || code === "") return z.outside;
  const zone = zones.data?.find((o) => o.properties.code === code)?.properties;
  return zone ? language.of({ tr: zone.name, en: zone.name_en }) : code;
}

/** The same where room is scarce. */
export const zoneLabel = (code: string): string => zoneName(code).replace("Organised Industrial Zone", "OIZ");

export function materialName(d: ZoneFlows, code: string): string {
  if (code === REST) return ZONE[language.now].rest;
  const { group } = ofMaterial(code);
  if (group) return ZONE[language.now].wholeGroup(groupName(d, group));
  const words = d.names[code];
  return words ? language.of(words) : code;
}

/** A group of wastes by its heading, of products by their category. */
export function groupName(d: ZoneFlows, group: string): string {
  const heading = d.headings[group];
  return heading ? `${group.slice(0, 2)} ${group.slice(2)} ${language.of(heading)}` : (language.t.categories[group] ?? group);
}

/** A waste's code as people write it, 10 02 02; empty for what has none. */
export const wasteCode = (code: string): string => (/^\d{6}$/.test(code) ? code.replace(/(..)(..)(..)/, "$1 $2 $3") : "");

export const amount = (quantity: number, unit: string): string => `${plain(language.now, quantity)} ${unitName(language.now, unit)}`;

/** A sum with its unit; what is kept back makes it a least. */
export const sum = (s: Sum, unit: string): string => (s.withheld ? `${ZONE[language.now].atLeast} ${amount(s.quantity, unit)}` : amount(s.quantity, unit));

export const monthName = (month: number): string =>
  new Intl.DateTimeFormat(language.now === "tr" ? "tr-TR" : "en-GB", { month: "long" }).format(new Date(2026, month - 1, 15));

/** A text that is no longer than so many letters. */
export const short = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);
