package osm

import "simbiyoz/geo/road"

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
	lorryCap = 85  // km/h, what speed limiters and the law leave to lorries
	slowest  = 4   // km/h, whatever the surface
	roughest = 0.5 // at least this share of its pace is left on any surface
)

// surfaces are what is left of the speed on them.
var surfaces = map[string]float64{
	"compacted": 0.85, "fine_gravel": 0.8, "gravel": 0.7, "pebblestone": 0.7, "unpaved": 0.7, "cobblestone": 0.7, "unhewn_cobblestone": 0.6, "sett": 0.8,
	"paving_stones": 0.9, "dirt": 0.5, "earth": 0.5, "ground": 0.5, "grass": 0.5, "sand": 0.5, "mud": 0.5, "rock": 0.5,
}

var trackTypes = map[string]float64{"grade2": 0.8, "grade3": 0.6, "grade4": 0.5, "grade5": 0.5}

// speeds returns what a van and a lorry drive on a road of a class, km/h.
func (t tagged) speeds(class road.Class) (van, truck float64) {
	p := paces[class]
	van, truck = p.van, p.truck
	if limit := speed(t("maxspeed")); limit > 0 {
		van = min(limit*reached, van*boldest)
		truck = min(limit*reached, truck*boldest)
	}
	if limit := least64(speed(t("maxspeed:hgv")), speed(t("maxspeed:goods"))); limit > 0 {
		truck = min(truck, limit*reached)
	}
	share := factor(surfaces, t("surface")) * factor(trackTypes, t("tracktype"))
	share = max(share, roughest)
	return max(van*share, slowest), max(min(truck, lorryCap)*share, slowest)
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
