package osm

import (
	"math"

	"simbiyoz/geo/road"
)

// pace is what a van and a lorry drive on a class of road where nothing is
// signed, km/h: an assumption after the legal limits of Türkiye (Karayolları
// Trafik Yönetmeliği, art. 100) less what junctions, hills and towns take.
type pace struct{ van, truck float64 }

var paces = map[road.Class]pace{
	road.Motorway: {105, 85}, road.Trunk: {85, 75}, road.Primary: {72, 62}, road.Secondary: {60, 52}, road.Tertiary: {50, 44},
	road.Unclassified: {42, 36}, road.Residential: {28, 22}, road.LivingStreet: {10, 8}, road.Service: {15, 12}, road.Track: {12, 8},
	road.FerryRoute: {20, 20}, road.MotorwayLink: {60, 50}, road.TrunkLink: {50, 45}, road.PrimaryLink: {45, 40},
	road.SecondaryLink: {40, 35}, road.TertiaryLink: {35, 30},
}

const (
	reached  = 0.9 // of a signed limit is what traffic reaches on the whole
	boldest  = 1.3 // times its class's pace is the most that a sign makes of a road
	lorryCap = 85  // km/h, what limiters set to 90 leave on the whole
	slowest  = 4   // km/h, whatever the surface
	roughest = 0.5 // at least this share of its pace is left on any surface
)

// surfaces are what is left of the speed on them.
var surfaces = map[string]float64{
	"compacted": 0.85, "fine_gravel": 0.8, "gravel": 0.7, "pebblestone": 0.7, "unpaved": 0.7, "cobblestone": 0.7, "unhewn_cobblestone": 0.6, "sett": 0.8,
	"paving_stones": 0.9, "dirt": 0.5, "earth": 0.5, "ground": 0.5, "grass": 0.5, "sand": 0.5, "mud": 0.5, "rock": 0.5,
}

var trackTypes = map[string]float64{"grade2": 0.8, "grade3": 0.6, "grade4": 0.5, "grade5": 0.5}

// smoothness is what it leaves of the speed.
var smoothness = map[string]float64{"intermediate": 0.9, "bad": 0.7, "very_bad": 0.5, "horrible": 0.5, "very_horrible": 0.5}

// law is the most that vans, lorries and lorries with dangerous goods may drive
// where no sign says less, km/h.
type law struct{ van, truck, hazmat float64 }

// Karayolları Trafik Yönetmeliği, art. 100, as amended in Resmî Gazete
// 17.4.2015-29329 and 21.3.2012-28240: panel vans (N1), lorries and tractors
// (N2, N3), vehicles that carry dangerous goods. In towns all of them drive 50
// but for the last.
var (
	onMotorways = law{110, 90, 70}
	onDivided   = law{100, 85, 60}
	onOthers    = law{85, 80, 50}
	inTowns     = law{85, 80, 30} // a sign or the road's class says how fast vans and lorries are
)

// lawOf returns the law of a road of a class with a signed limit, 0 for none.
func (t tagged) lawOf(class road.Class, limit float64) law {
	switch {
	case class == road.Motorway:
		return onMotorways
	case limit > 0 && limit <= 50, class == road.Residential, class == road.LivingStreet, class == road.Service:
		return inTowns
	case t("oneway") == "yes" && class <= road.Secondary, t("dual_carriageway") == "yes":
		return onDivided
	}
	return onOthers
}

// speeds returns what a van, a lorry and one with dangerous goods drive on a
// road of a class, km/h. Up is the metres that
// it climbs in a hundred.
func (t tagged) speeds(class road.Class, up float64) (van, truck, hazmat float64) {
	p, limit := paces[class], t.limit()
	law := t.lawOf(class, limit)
	van, truck = min(p.van, law.van), min(p.truck, law.truck, lorryCap)
	if limit > 0 {
		van = min(limit*reached, p.van*boldest, law.van)
		truck = min(limit*reached, p.truck*boldest, law.truck, lorryCap)
	}
	if signed := least64(speed(t("maxspeed:hgv")), speed(t("maxspeed:truck"))); signed > 0 {
		truck = min(truck, signed*reached)
	}
	if signed := speed(t("maxspeed:goods")); signed > 0 {
		van = min(van, signed*reached)
	}
	hazmat = min(truck, law.hazmat)
	if signed := speed(t("maxspeed:hazmat")); signed > 0 {
		hazmat = min(hazmat, signed*reached)
	}
	share := max(factor(surfaces, t("surface"))*factor(trackTypes, t("tracktype"))*factor(smoothness, t("smoothness")), roughest)
	hill := climbing(up)
	return max(van*share, slowest), max(min(truck*share, hill), slowest), max(min(hazmat*share, hill), slowest)
}

// limit returns the limit that a sign or a zone sets, km/h; 0 for none.
func (t tagged) limit() float64 {
	for _, key := range []string{"maxspeed", "maxspeed:type", "source:maxspeed", "zone:maxspeed", "zone:traffic"} {
		if v := speed(t(key)); v > 0 {
			return v
		}
		if t(key) == "none" {
			return 0
		}
	}
	return 0
}

// climbing returns how fast a laden lorry drives on a slope, km/h: 300 kW, of
// which 85 % reach the wheels, lift 40 t against a rolling resistance of 0.7 %.
// Down slopes of 6 % and more it drives in the gear of the climb.
func climbing(up float64) float64 {
	if up <= -6 {
		up = -up
	}
	if up < 3 {
		return math.Inf(1)
	}
	const watts, newtons = 300_000 * 0.85, 40_000 * 9.81
	return 3.6 * watts / (newtons * (up/100 + 0.007))
}

func factor(of map[string]float64, key string) float64 {
	if f, known := of[key]; known {
		return f
	}
	return 1
}

func least64(a, b float64) float64 {
	if a == 0 || b > 0 && b < a {
		return b
	}
	return a
}
