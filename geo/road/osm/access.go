package osm

import (
	"strings"

	"github.com/paulmach/osm"

	"simbiyoz/geo/road"
)

// tagged finds an element's tag.
type tagged func(key string) string

func tags(t osm.Tags) tagged { return t.Find }

// toward reads a tag for one direction: "key:forward" before "key", and
// "key:forward:conditional" before "key:conditional".
func (t tagged) toward(direction string) tagged {
	return func(key string) string {
		plain, conditional := strings.CutSuffix(key, ":conditional")
		narrow := plain + ":" + direction
		if conditional {
			narrow += ":conditional"
		}
		if v := t(narrow); v != "" {
			return v
		}
		return t(key)
	}
}

// The groups a vehicle belongs to, the narrowest last: its word counts most.
var (
	goodsKeys = []string{"access", "vehicle", "motor_vehicle", "goods"}
	hgvKeys   = []string{"access", "vehicle", "motor_vehicle", "hgv"}
)

// words are access values; one that is not here says nothing. Whoever owns a
// private road may be who is to be reached, so it is open as a last mile.
var words = map[string]road.Access{
	"yes": road.AccessYes, "permissive": road.AccessYes, "designated": road.AccessYes, "official": road.AccessYes, "discouraged": road.AccessYes,
	"local": road.AccessDestination, "destination": road.AccessDestination, "customers": road.AccessDestination, "private": road.AccessDestination,
	"permit": road.AccessDestination, "residents": road.AccessDestination, "delivery": road.AccessDelivery, "loading": road.AccessDelivery,
	"unloading": road.AccessDelivery, "no": road.AccessNo, "agricultural": road.AccessNo, "forestry": road.AccessNo, "agricultural;forestry": road.AccessNo,
	"emergency": road.AccessNo, "military": road.AccessNo, "psv": road.AccessNo, "bus": road.AccessNo, "use_sidepath": road.AccessNo, "none": road.AccessNo,
}

// access returns what the narrowest of keys says; of several values the most
// open counts.
func (t tagged) access(keys []string, otherwise road.Access) road.Access {
	for i := len(keys) - 1; i >= 0; i-- {
		if a, said := meaning(t(keys[i])); said {
			return a
		}
	}
	return otherwise
}

func meaning(value string) (road.Access, bool) {
	if a, known := words[value]; known {
		return a, true
	}
	best, said := road.AccessNo, false
	for one := range strings.SplitSeq(value, ";") {
		if a, known := words[strings.TrimSpace(one)]; known {
			best, said = min(best, a), true
		}
	}
	return best, said
}

// weightKeys name greatest gross weights.
var weightKeys = []string{"maxweight", "maxweightrating", "maxweight:hgv", "maxweightrating:hgv", "maxgcweight"}

// limits reads who may pass and what the greatest measures are.
func (t tagged) limits(goods, hgv road.Access) road.Limits {
	l := road.Limits{Goods: t.access(goodsKeys, goods), HGV: t.access(hgvKeys, hgv), Hazmat: t.hazmat()}
	for _, key := range weightKeys {
		if t.exempt(key) {
			l.DestinationKg = least(weight, l.DestinationKg, t(key))
		} else {
			l.WeightKg = least(weight, l.WeightKg, t(key))
		}
	}
	t.conditions(&l, goodsKeys, &l.Goods)
	t.conditions(&l, hgvKeys, &l.HGV)
	l.AxleKg = least(weight, 0, t("maxaxleload"))
	l.HeightCm = least(length, 0, t("maxheight"), t("maxheight:physical"), t("maxheight:signed"), t("maxheight:hgv"))
	l.WidthCm = least(length, 0, t("maxwidth"), t("maxwidth:physical"), t("maxwidth:hgv"))
	l.LengthCm = least(length, 0, t("maxlength"), t("maxlength:hgv"))
	return l
}

// hazmat reads who may pass with dangerous goods. Of which kind they are nobody
// knows here: what bars some of them, by class, by ADR tunnel category from B
// on, or for the water's sake, bars all.
func (t tagged) hazmat() road.Access {
	strictest := road.AccessYes
	for _, key := range []string{"hazmat", "hazmat:A", "hazmat:B", "hazmat:C", "hazmat:D", "hazmat:E", "hazmat:water"} {
		if a, said := meaning(t(key)); said {
			strictest = max(strictest, a)
		}
	}
	switch t("hazmat:adr_tunnel_cat") {
	case "B", "C", "D", "E":
		return road.AccessNo
	}
	return strictest
}

// least returns the smallest limit that values name, and so far; 0 when none
// does.
func least[T uint16 | uint32, V any](read func(V) T, so T, values ...V) T {
	for _, s := range values {
		if v := read(s); v != 0 && (so == 0 || v < so) {
			so = v
		}
	}
	return so
}
