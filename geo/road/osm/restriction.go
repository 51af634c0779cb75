package osm

import (
	"strings"

	"github.com/paulmach/osm"

	"simbiyoz/geo/road"
)

// restrictions reads a turn restriction, one for each pair of its ways in and
// out. What is incomplete is none, and so is what holds at certain hours alone
// (restriction:conditional, day_on, hour_on) or for dangerous goods alone.
func restrictions(o *osm.Relation) (out []road.Restriction) {
	t := tags(o.Tags)
	if t("type") != "restriction" || t("day_on") != "" || t("hour_on") != "" {
		return nil
	}
	from, to, one := members(o)
	if (one.ViaNode == 0) == (len(one.ViaWays) == 0) {
		return nil
	}
	add := func(rule string, hgvOnly, notHGV bool) {
		only := strings.HasPrefix(rule, "only_")
		if !only && !strings.HasPrefix(rule, "no_") || strings.Contains(rule, "@") || hgvOnly && notHGV {
			return
		}
		for _, f := range from {
			for _, w := range to {
				r := one
				r.From, r.To, r.Only, r.HGVOnly, r.NotHGV = f, w, only, hgvOnly, notHGV
				out = append(out, r)
			}
		}
	}
	notVan, notHGV := excepted(t("except"))
	forLorries := t("restriction:hgv")
	add(t("restriction"), notVan, notHGV || forLorries != "")
	add(forLorries, true, notHGV)
	return out
}

// excepted reads whom a restriction does not bind.
func excepted(value string) (van, lorry bool) {
	for one := range strings.SplitSeq(value, ";") {
		switch strings.TrimSpace(one) {
		case "motor_vehicle", "vehicle":
			van, lorry = true, true
		case "goods":
			van = true
		case "hgv":
			lorry = true
		}
	}
	return van, lorry
}

func members(o *osm.Relation) (from, to []int64, r road.Restriction) {
	for _, m := range o.Members {
		switch {
		case m.Role == "from" && m.Type == osm.TypeWay:
			from = append(from, m.Ref)
		case m.Role == "to" && m.Type == osm.TypeWay:
			to = append(to, m.Ref)
		case m.Role == "via" && m.Type == osm.TypeNode:
			r.ViaNode = m.Ref
		case m.Role == "via" && m.Type == osm.TypeWay:
			r.ViaWays = append(r.ViaWays, m.Ref)
		}
	}
	return from, to, r
}
