// What people ask of their own account, and admins of those of others.
import { get, send, type FieldError } from "./api";
import type { Said } from "./privacy";

export const STANDINGS = ["member", "firm_admin", "zone_manager", "logistician", "expert", "facilitator", "admin"] as const;
export type Standing = "visitor" | (typeof STANDINGS)[number];

/** What somebody may be let do; how far is a detail that the server knows. */
export type Action =
  | "look" | "post" | "judge" | "approach" | "carry" | "change_frame" | "alert" | "alert_firm" | "price" | "import"
  | "hold_workshop" | "plan" | "enter" | "register" | "own_account" | "keys" | "found_firm" | "staff" | "users" | "read_audit" | "own_data" | "keep_calls" | "apply" | "keep_texts";

interface NameRef {
  id: number;
  name: string;
}

export interface Account {
  id: number;
  mail: string;
  name: string;
  language: "tr" | "en";
  standing: Standing;
  firm: NameRef | null;
  zone: NameRef | null;
  second: boolean;
  demo: boolean;
}

/** Who asks, and what they may do. */
export interface Me {
  account: Account | null;
  standing: Standing;
  enrol: boolean;
  open_door: boolean;
  through: boolean; // looks through another's eyes
  asks: string[]; // texts whose current version is still to be answered
  oidc?: string | null; // what the other way to log in is called
  may: Partial<Record<Action, "mine" | "firm" | "zone" | "always">>;
}

export interface User extends Account {
  verified: boolean;
  locked: boolean;
  created_at: string;
  seen_at: string | null;
}

export interface Session {
  id: number;
  agent: string;
  created_at: string;
  seen_at: string;
  current: boolean;
}

export const SCOPES = ["read", "post", "programme", "import"] as const;

export interface Key {
  id: number;
  name: string;
  prefix: string;
  scopes: string[];
  expires_at: string;
  used_at: string | null;
  key?: string;
}

export interface Link {
  purpose: "verify" | "reset" | "invite";
  mail: string;
  name: string;
  firm: NameRef | null;
  second: boolean;
}

export interface Members {
  members: { id: number; mail: string; name: string; standing: Standing }[];
  invited: { mail: string; standing: Standing }[];
}

export interface NewFirm {
  name: string;
  nace: string;
  zone: number;
}

const drop = (path: string, body: object = {}) => send<null>(path, body, undefined, "DELETE");

export const accounts = {
  me: (signal?: AbortSignal) => get<Me>("me", {}, signal),
  register: (mail: string, name: string, language: string, consents: Said[]) => send<null>("accounts", { mail, name, language, consents }),
  forgot: (mail: string) => send<null>("links", { mail }),
  link: (token: string, signal?: AbortSignal) => get<Link>(`links/${encodeURIComponent(token)}`, {}, signal),
  useLink: (token: string, name: string, password: string) => send<{ logged_in: boolean }>(`links/${encodeURIComponent(token)}`, { name, password }),
  login: (mail: string, password: string, code: string) => send<{ logged_in: boolean }>("session", { mail, password, ...(code && { code }) }),
  invented: (signal?: AbortSignal) => get<{ accounts: Account[]; password: string }>("demo/accounts", {}, signal),
  logout: () => drop("session"),
  change: (name: string, language: string) => send<Account>("me", { name, language }, undefined, "PATCH"),
  password: (old: string, password: string) => send<null>("me/password", { old, password }, undefined, "PUT"),
  sessions: (signal?: AbortSignal) => get<{ sessions: Session[] }>("me/sessions", {}, signal),
  endSession: (id: number) => drop(`me/sessions/${id}`),
  startSecond: () => send<{ secret: string; address: string; qr_svg: string }>("me/second", {}),
  proveSecond: (code: string) => send<{ recovery_codes: string[] }>("me/second", { code }, undefined, "PUT"),
  dropSecond: (code: string) => drop("me/second", { code }),
  keys: (signal?: AbortSignal) => get<{ keys: Key[] }>("me/keys", {}, signal),
  addKey: (name: string, scopes: string[], expires_at: string) => send<Key>("me/keys", { name, scopes, expires_at }),
  dropKey: (id: number) => drop(`me/keys/${id}`),
  foundFirm: (firm: NewFirm) => send<{ id: number }>("me/firm", firm),
  members: (firm: number, signal?: AbortSignal) => get<Members>(`firms/${firm}/members`, {}, signal),
  invite: (firm: number, mail: string, standing: string, language: string) => send<null>(`firms/${firm}/members`, { mail, standing, language }),
  setMember: (firm: number, id: number, standing: string) => send<null>(`firms/${firm}/members/${id}`, { standing }, undefined, "PATCH"),
  dropMember: (firm: number, id: number) => drop(`firms/${firm}/members/${id}`),
  users: (q: string, standing: string, signal?: AbortSignal) => get<{ users: User[] }>("users", { q, standing }, signal),
  addUser: (user: { mail: string; name: string; standing: string; language: string; firm: number; zone: number }) => send<User>("users", user),
  setUser: (id: number, change: object) => send<User>(`users/${id}`, change, undefined, "PATCH"),
};

/** What is wrong with a form, by field, in words; a reason that has none is told as the server says it. */
export function inWords(errors: FieldError[], words: Record<string, string>): Record<string, string> {
  return Object.fromEntries(errors.map((e) => [e.field, words[`${e.field}.${e.code}`] ?? words[e.code] ?? e.reason]));
}
