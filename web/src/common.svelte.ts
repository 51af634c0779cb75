// What every panel knows: the server's figures and the zones.
import { api, type Meta, type ZoneFeature } from "./api";
import { Load } from "./load.svelte";

export const meta = new Load<Meta>();
export const zones = new Load<ZoneFeature[]>();

/** How often others have changed what lists show since the page was loaded. */
export const changes = $state({ resources: 0 });

export function loadCommon(): void {
  void meta.run((signal) => api.meta(signal));
  void zones.run(async (signal) => (await api.zones(signal)).features);
}

export const zoneById = (id: number): ZoneFeature | undefined => zones.data?.find((z) => z.id === id);
