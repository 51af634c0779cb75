package osm

import "simbiyoz/geo/road"

// closed are barriers that no vehicle passes unless a tag lets it.
var closed = map[string]bool{
	"bollard": true, "block": true, "jersey_barrier": true, "debris": true, "chain": true, "cycle_barrier": true, "turnstile": true,
	"full-height_turnstile": true, "stile": true, "kissing_gate": true, "motorcycle_barrier": true, "horse_stile": true, "log": true,
	"planter": true, "bus_trap": true, "rope": true, "fence": true, "wall": true, "hedge": true, "tank_trap": true,
}

// barrier reads a node that stops some vehicles. Access words of other nodes
// are about what stands there, a bus stop or a house; measures count.
func barrier(t tagged) (road.Limits, bool) {
	kind, open := t("barrier"), road.AccessYes
	if closed[kind] || kind == "gate" && t("locked") == "yes" {
		open = road.AccessNo
	}
	l := t.limits(open, open)
	if kind == "" {
		l.Goods, l.HGV, l.Hazmat = road.AccessYes, road.AccessYes, road.AccessYes
	}
	return l, l != road.Limits{}
}
