package osm

import (
	"slices"
	"strings"

	"github.com/paulmach/osm"

	"simbiyoz/geo/road"
)

// restrictions reads a turn restriction, one for each pair of its ways in and
// out. What is incomplete is none.
func restrictions(o *osm.Relation) []road.Restriction {
	t := tags(o.Tags)
	rule, hgvOnly := t("restriction"), false
	if rule == "" {
		rule, hgvOnly = t("restriction:hgv"), true
	}
	if t("type") != "restriction" || !strings.HasPrefix(rule, "no_") && !strings.HasPrefix(rule, "only_") {
		return nil
	}
	from, to, one := members(o)
	one.Only, one.HGVOnly = strings.HasPrefix(rule, "only_"), hgvOnly
	except := strings.Split(strings.ReplaceAll(t("except"), " ", ""), ";")
	one.NotHGV = slices.Contains(except, "hgv") || slices.Contains(except, "motor_vehicle")
	if one.ViaNode == 0 && len(one.ViaWays) == 0 || hgvOnly && one.NotHGV {
		return nil
	}
	var out []road.Restriction
	for _, f := range from {
		for _, w := range to {
			one.From, one.To = f, w
			out = append(out, one)
		}
	}
	return out
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
