package osm

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// measure is a number with what stands behind it.
var measure = regexp.MustCompile(`^([0-9]+(?:[.,][0-9]+)?)\s*([a-zA-Z/]*)$`)

// number splits "7.5 t" into 7.5 and "t".
func number(s string) (v float64, unit string, ok bool) {
	m := measure.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return 0, "", false
	}
	v, err := strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64)
	if err != nil || math.IsInf(v, 0) {
		return 0, "", false
	}
	return v, strings.ToLower(m[2]), true
}

// weight reads a mass in kg: tonnes unless it says otherwise. What names no
// mass ("none", "default", nonsense) is 0, no limit.
func weight(s string) uint32 { return lowest(s, oneWeight) }

// lowest returns the smallest that a list of values names, 0 when none does.
func lowest[T uint16 | uint32](s string, read func(string) T) T {
	var least T
	if s == "" { // most often
		return 0
	}
	for part := range strings.SplitSeq(s, ";") {
		if v := read(strings.TrimSpace(part)); v != 0 && (least == 0 || v < least) {
			least = v
		}
	}
	return least
}

func oneWeight(s string) uint32 {
	v, unit, ok := number(s)
	perUnit, known := map[string]float64{"": 1000, "t": 1000, "kg": 1, "st": 907.185, "lt": 1016.05, "lb": 0.453592, "lbs": 0.453592}[unit]
	if kg := math.Round(v * perUnit); ok && known && kg >= 1 && kg <= math.MaxUint32 {
		return uint32(kg)
	}
	return 0
}

var feetInches = regexp.MustCompile(`^([0-9]+)\s*(?:'|ft|feet)\s*(?:([0-9]+(?:\.[0-9]+)?)\s*(?:"|''|in)?)?$`)

// length reads a height, width or length in cm: metres unless it says
// otherwise, feet and inches too. What names none is 0, no limit.
func length(s string) uint16 { return lowest(s, oneLength) }

func oneLength(s string) uint16 {
	var cm float64
	if m := feetInches.FindStringSubmatch(s); m != nil {
		feet, _ := strconv.ParseFloat(m[1], 64)
		inches, _ := strconv.ParseFloat(m[2], 64) // none is 0
		cm = feet*30.48 + inches*2.54
	} else if v, unit, ok := number(s); ok {
		cm = v * map[string]float64{"": 100, "m": 100, "cm": 1}[unit]
	}
	if cm = math.Round(cm); cm >= 1 && cm <= math.MaxUint16 {
		return uint16(cm)
	}
	return 0
}

// habits are what "TR:rural" and its kin stand for, km/h: Türkiye's
// (Karayolları Trafik Yönetmeliği, art. 100) where a country is not named
// here. What has no limit is 0.
var habits = map[string]float64{"urban": 50, "rural": 90, "trunk": 110, "motorway": 120, "living_street": 20, "bicycle_road": 30, "walk": 7,
	"de:rural": 100, "de:motorway": 0, "de:living_street": 7, "at:rural": 100, "at:motorway": 130, "gr:motorway": 130, "bg:motorway": 140,
	"it:motorway": 130, "fr:rural": 80, "fr:motorway": 130, "cn:rural": 70, "mt:rural": 80}

// speed reads a speed limit in km/h; of several the lowest. What names none
// ("none", "signals", nonsense) is 0.
func speed(s string) float64 {
	lowest := 0.0
	if s == "" {
		return 0
	}
	for part := range strings.SplitSeq(s, ";") {
		v := oneSpeed(strings.ToLower(strings.TrimSpace(part)))
		if v > 0 && (lowest == 0 || v < lowest) {
			lowest = v
		}
	}
	return lowest
}

func oneSpeed(s string) float64 {
	if v, known := habits[s]; known {
		return v
	}
	if _, rest, zoned := strings.Cut(s, ":"); zoned { // "TR:urban", "DE:zone:30"
		return oneSpeed(rest)
	}
	v, unit, ok := number(strings.TrimPrefix(s, "zone"))
	if !ok {
		return 0
	}
	return min(v*map[string]float64{"": 1, "km/h": 1, "kmh": 1, "kph": 1, "mph": 1.609344, "knots": 1.852}[unit], 200)
}

// slope reads an incline in per cent, up being along the way; 0 for what names
// no number.
func slope(s string) float64 {
	s = strings.TrimSpace(s)
	sign := 1.0
	if rest, down := strings.CutPrefix(s, "-"); down {
		s, sign = rest, -1
	}
	text, degrees := strings.CutSuffix(s, "°")
	v, unit, ok := number(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	if !ok || unit != "" || v > 45 {
		return 0
	}
	if degrees {
		v = 100 * math.Tan(v*math.Pi/180)
	}
	return sign * v
}

var isoDuration = regexp.MustCompile(`^P(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?)?$`)

// duration reads a crossing's time in seconds: "HH:MM", "HH:MM:SS", minutes,
// or ISO 8601. What names none is 0.
func duration(s string) float64 {
	s = strings.TrimSpace(s)
	if m := isoDuration.FindStringSubmatch(s); m != nil {
		return sum(m[1:], 86400, 3600, 60, 1)
	}
	switch parts := strings.Split(s, ":"); len(parts) {
	case 1:
		return sum(parts, 60)
	case 2:
		return sum(parts, 3600, 60)
	case 3:
		return sum(parts, 3600, 60, 1)
	}
	return 0
}

// sum adds numbers by their weights; an empty one is 0, one that is none makes
// all 0. More than a month is no crossing.
func sum(numbers []string, weights ...float64) float64 {
	total := 0.0
	for i, n := range numbers {
		if n == "" {
			continue
		}
		v, err := strconv.ParseUint(n, 10, 32)
		if err != nil {
			return 0
		}
		total += float64(v) * weights[i]
	}
	if total > 31*86400 {
		return 0
	}
	return total
}
