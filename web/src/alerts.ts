// Alerts: saved searches whose new matches are told by mail.
import { change, get, type Match } from "./api";

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
  save: (id: number, alert: AlertBody) => change<{ id: number }>(id ? "PUT" : "POST", id ? `alerts/${id}` : "alerts", alert),
  remove: (id: number) => change<void>("DELETE", `alerts/${id}`),
  matches: (id: number, signal?: AbortSignal) => get<{ matches: Match[] }>(`alerts/${id}/matches`, {}, signal),
};
