package osm

import (
	"strings"

	"simbiyoz/geo/road"
)

// lastMile are conditions under which one may go where others may not: to reach
// a place there.
var lastMile = map[string]bool{"destination": true, "delivery": true, "loading": true, "unloading": true, "customers": true, "residents": true}

// conditional calls do for the values of a "key:conditional" tag with their
// conditions: "none @ (destination); 12 @ (weight>7.5)".
func (t tagged) conditional(key string, do func(value, condition string)) {
	for one := range strings.SplitSeq(t(key+":conditional"), ";") {
		if value, condition, ok := strings.Cut(one, "@"); ok {
			do(strings.TrimSpace(value), strings.ToLower(strings.Trim(strings.TrimSpace(condition), "()")))
		}
	}
}

// exempt reports whether a limit does not hold for who has to get there.
func (t tagged) exempt(key string) (yes bool) {
	t.conditional(key, func(value, condition string) {
		if (value == "none" || value == "no" || value == "unlimited") && lastMile[condition] {
			yes = true
		}
	})
	return yes
}

// conditions narrows or widens limits by what does not depend on the hour: who
// has to get there may enter, who weighs more than this may not.
func (t tagged) conditions(l *road.Limits, keys []string, a *road.Access) {
	for _, key := range keys {
		t.conditional(key, func(value, condition string) {
			access, said := meaning(value)
			if kg := heavier(condition); said && kg > 0 && access != road.AccessYes {
				if access == road.AccessNo {
					l.WeightKg = least(same, l.WeightKg, kg)
				} else {
					l.DestinationKg = least(same, l.DestinationKg, kg)
				}
			}
			if said && access != road.AccessNo && lastMile[condition] && *a == road.AccessNo {
				*a = road.AccessDestination
			}
		})
	}
}

func same(kg uint32) uint32 { return kg }

// heavier reads "weight>7.5", in kg; 0 for anything else.
func heavier(condition string) uint32 {
	for _, key := range []string{"weight", "weightrating", "maxweight", "maxweightrating", "grossweight"} {
		if rest, is := strings.CutPrefix(condition, key); is {
			if mass, more := strings.CutPrefix(strings.TrimSpace(rest), ">"); more {
				return weight(strings.TrimPrefix(mass, "="))
			}
		}
	}
	return 0
}
