// Alerts: saved searches whose new matches are told by mail.
import { get, send, type Match } from "./api";

export interface AlertBody {
  name: string;
  mail: string;
  language: string;
  resource: number;
  firm: number;
  zone: number;
  group: string;
  q: string;
  min_expected_try: number | null;
  every: string;
  paused: boolean;
}

export interface Alert extends AlertBody {
  id: number;
  sent_at: string | null;
  unseen: number;
}

export const alerts = {
  list: (signal?: AbortSignal) => get<{ alerts: Alert[] }>("alerts", {}, signal),
  save: (id: number, alert: AlertBody) => (id ? send<{ id: number }>(`alerts/${id}`, alert, undefined, "PUT") : send<{ id: number }>("alerts", alert)),
  remove: (id: number) => send<null>(`alerts/${id}`, {}, undefined, "DELETE"),
  matches: (id: number, signal?: AbortSignal) => get<{ matches: Match[] }>(`alerts/${id}/matches`, {}, signal),
};
