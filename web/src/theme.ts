/** Colours of the map and of what is drawn beside it. */
export interface Theme {
  sea: string;
  land: string;
  coast: string;
  motorway: string;
  road: string;
  minor: string;
  zone: string;
  zoneLine: string;
  source: string;
  sink: string;
  route: string;
  otherRoute: string;
  bands: [string, string, string, string, string, string]; // nearest first
  text: string;
  halo: string;
  selected: string;
  flow: { in: string; out: string; within: string; between: string };
}

export const LIGHT: Theme = {
  sea: "#cfe3ee",
  land: "#f7f5f0",
  coast: "#8fb3c7",
  motorway: "#d98f4e",
  road: "#c9bfae",
  minor: "#ddd6c9",
  zone: "#5b7083",
  zoneLine: "#44586a",
  source: "#0b6e4f",
  sink: "#7a2fd0",
  route: "#c2185b",
  otherRoute: "#7d8b98",
  bands: ["#0b5d44", "#2f8f6b", "#7ab648", "#d9b310", "#e07b1f", "#b3261e"],
  text: "#1d2733",
  halo: "#ffffff",
  selected: "#c2185b",
  flow: { in: "#7a2fd0", out: "#0b6e4f", within: "#b35c00", between: "#1f5f99" },
};
