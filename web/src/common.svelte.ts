// What every panel knows: the server's figures and the zones.
import { accounts, type Action, type Me } from "./account";
import { api, type Meta, type ZoneFeature } from "./api";
import { Load } from "./load.svelte";

export const meta = new Load<Meta>();
export const who = new Load<Me>();
export const zones = new Load<ZoneFeature[]>();

/** How often others have changed what lists show since the page was loaded. */
export const changes = $state({ resources: 0 });

export function loadCommon(): void {
  void who.run(accounts.me);
  void meta.run((signal) => api.meta(signal));
  void zones.run(async (signal) => (await api.zones(signal)).features);
}

export const zoneById = (id: number): ZoneFeature | undefined => zones.data?.find((z) => z.id === id);

/** Whether the viewer may do an action to something; what they may not do is not offered. */
export const may = (action: Action): boolean => who.data?.may[action] !== undefined;
