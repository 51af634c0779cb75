// What each view shows in the panel, loaded when it is first looked at.
import type { Component } from "svelte";
import type { Action } from "./account";
import type { View } from "./state";

/** What every screen may be given: the place whose postings alone are listed. */
export interface ScreenProps {
  site: string;
  leaveSite: () => void;
}

type Screen = () => Promise<{ default: Component<ScreenProps> | Component }>;

export const SCREENS: Record<View, Screen> = {
  browse: () => import("./ui/Browse.svelte"),
  matches: () => import("./ui/Matches.svelte"),
  zone: () => import("./ui/Zone.svelte"),
  haul: () => import("./ui/Haul.svelte"),
  post: () => import("./ui/Post.svelte"),
  book: () => import("./ui/Prices.svelte"),
  program: () => import("./ui/Program.svelte"),
  plan: () => import("./ui/Plan.svelte"),
  alerts: () => import("./ui/Alerts.svelte"),
  workshops: () => import("./ui/Workshops.svelte"),
  join: () => import("./ui/Join.svelte"),
  audit: () => import("./ui/Audit.svelte"),
  privacy: () => import("./ui/Privacy.svelte"),
  account: () => import("./ui/Account.svelte"),
  calls: () => import("./ui/Calls.svelte"),
};

/** The menu, and what its last entry opens. */
export const TABS: View[] = ["browse", "matches", "zone", "haul", "program", "post"];
export const MORE: View[] = ["plan", "book", "workshops", "calls", "alerts", "privacy", "audit"];

/** What one must be let do for a screen to be of use. */
export const NEEDS: Partial<Record<View, Action>> = { program: "carry", workshops: "hold_workshop", alerts: "alert", audit: "read_audit", plan: "plan" };
