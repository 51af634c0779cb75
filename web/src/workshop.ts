// What workshops ask of the server, and what is typed at their tables.
import { get, send, type FieldError, type Material, type ResourceBody, type ResourceFeature, type Role, type Words } from "./api";

export interface WorkshopBody {
  title: string;
  held_on: string;
  venue: string;
  tables: number;
  closed: boolean;
}

export interface Workshop extends WorkshopBody {
  id: number;
  code: string;
  door: string;
}

export interface Guest {
  row?: number;
  name: string;
  firm: string;
  nace?: string;
  zone?: number;
  table?: number;
}

export interface Participant {
  id: number;
  name: string;
  firm: { id: number; name: string; nace: string; demo: boolean };
  table: number | null;
  door: "list" | "code";
  entries: number;
}

export interface Tally {
  firms: number;
  participants: number;
  resources: number;
  sources: number;
  sinks: number;
  synergies: number;
}

export interface Share extends Tally {
  key: string;
  label: Words;
}

export interface Report extends Tally {
  workshop: Workshop | null;
  among: number;
  pending: number;
  sectors: Share[];
  zones: Share[];
  tables: Share[];
}

/** A resource as it is told at a table, under a key made here: sent twice, it is stored once. */
export interface Entry extends ResourceBody {
  participant_id: number;
}

export interface Logged {
  key: string;
  participant_id: number | null;
  table: number | null;
  at: string;
  resource: ResourceFeature;
}

const at = (id: number): string => `workshops/${id}`;

export const workshops = {
  all: (signal?: AbortSignal) => get<{ workshops: Workshop[] }>("workshops", {}, signal),
  one: (id: number, signal?: AbortSignal) => get<Workshop>(at(id), {}, signal),
  make: (w: WorkshopBody) => send<Workshop>("workshops", w),
  change: (id: number, w: WorkshopBody) => send<Workshop>(at(id), w, undefined, "PUT"),
  qr: (id: number): string => `/api/v1/${at(id)}/qr`,
  participants: (id: number, signal?: AbortSignal) => get<{ participants: Participant[] }>(`${at(id)}/participants`, {}, signal),
  invite: (id: number, guests: Guest[]) => send<{ added: number }>(`${at(id)}/participants`, { guests }),
  entries: (id: number, limit: number, signal?: AbortSignal) => get<{ entries: Logged[] }>(`${at(id)}/entries`, { limit }, signal),
  log: (id: number, key: string, entry: Entry) => send<{ resource_id: number | null }>(`${at(id)}/entries/${key}`, entry, undefined, "PUT"),
  report: (id: number, signal?: AbortSignal) => get<Report>(`${at(id)}/report`, {}, signal),
  reportFile: (id: number, format: string, lang: string): string => `/api/v1/${at(id)}/report?format=${format}&lang=${lang}`,
  remove: (resource: number) => send<null>(`resources/${resource}`, {}, undefined, "DELETE"),
  materials: (signal?: AbortSignal) => get<{ materials: Material[] }>("materials", { all: true }, signal),
  classes: (q: string, lang: string, signal?: AbortSignal) => get<{ classes: { class: string; name: Words }[] }>("nace", { q, lang }, signal),
  door: (code: string, signal?: AbortSignal) => get<WorkshopBody>(`doors/${code}`, {}, signal),
  enter: (code: string, guest: Guest) => send<null>(`doors/${code}`, guest),
  partners: (role: Role, material: string, firm: number, signal?: AbortSignal) => get<{ partners: number }>("matches/partners", { role, material, firm }, signal),
};

/** Guests of a pasted list: name, firm, table, class and zone a line, by tabs or semicolons. What is wrong names its line. */
export function guestsOf(text: string, zoneOf: (name: string) => number | undefined): { guests: Guest[]; errors: FieldError[] } {
  const guests: Guest[] = [];
  const errors: FieldError[] = [];
  text.split(/\r?\n/).forEach((line, i) => {
    if (line.trim() === "") return;
    const row = i + 1;
    const [name = "", firm = "", table = "", nace = "", zone = ""] = line.split(/\t|;/).map((cell) => cell.trim());
    const wrong = (field: string, reason: string): number => errors.push({ row, field, code: "format", reason });
    if (!name) wrong("name", "");
    if (!firm) wrong("firm", "");
    if (table && !/^\d+$/.test(table)) wrong("table", table);
    const id = zone ? zoneOf(zone) : undefined;
    if (zone && !id) wrong("zone", zone);
    guests.push({ row, name, firm, table: Number(table) || 0, nace, ...(id && { zone: id }) });
  });
  return { guests, errors };
}

/** A quantity as people write it, "1.250,5" or "12.5"; null is unknown, undefined no number. */
export function quantityOf(text: string): number | null | undefined {
  const digits = text.trim().replace(/\s/g, "");
  if (digits === "" || digits === "?") return null;
  const plain = digits.includes(",") ? digits.replaceAll(".", "").replace(",", ".") : digits;
  const value = /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
  return value > 0 ? value : undefined;
}

const LATIN: Record<string, string> = { ı: "i", ş: "s", ğ: "g", ç: "c", ö: "o", ü: "u", â: "a", î: "i", û: "u" };

/** A text as it is compared: small letters, Turkish ones as their Latin neighbours. */
const fold = (text: string): string => text.toLocaleLowerCase("tr").replace(/[ışğçöüâîû]/g, (c) => LATIN[c] ?? c);

/** Up to ten of a list whose words begin with every word asked for. */
export function among<T>(list: T[], asked: string, words: (one: T) => string): T[] {
  const parts = fold(asked).split(/\s+/).filter(Boolean);
  const fits = (one: T): boolean => {
    const text = ` ${fold(words(one)).replace(/[^\p{L}\p{N}.]+/gu, " ")}`;
    return parts.every((part) => text.includes(` ${part}`));
  };
  return list.filter(fits).slice(0, 10);
}
