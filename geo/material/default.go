package material

import (
	"fmt"
	"strconv"
	"strings"
)

// Defaults are a material class's figures for where nobody gave better ones.
// A nil figure is unknown, which is not zero.
type Defaults struct {
	Prefix         string   // code or prefix of codes that the figures are for; "*" marks hazardous ones, "any" is for all
	Density        float64  // bulk, kg/m³; 0: unknown, or no matter for what is no goods
	HalfDistanceKm float64  // by road, at which interest halves
	Disposal       *float64 // avoided by whoever gives it away, TRY/t
	Value          *float64 // of the virgin input that a tonne replaces, TRY/t
	Treatment      *float64 // needed before use, TRY/t
	Virgin         *float64 // avoided by not making a tonne of virgin input, kg CO₂e/t
	DisposalCO2e   *float64 // avoided by not disposing of a tonne, kg CO₂e/t
	Source         string   // who says so, or that it is an assumption
	Month          string   // of the prices, "2026-11"
}

const defaultsHeader = "prefix,density_kg_m3,half_distance_km,disposal_try_t,value_try_t,treatment_try_t,virgin_kgco2e_t,disposal_kgco2e_t,source,month"

// DefaultsOf returns the defaults of code: its own, else those of the first
// waste that it is traded for (see Equivalents), else those with the longest
// prefix of it. Hazardous wastes do not share figures with harmless ones: short
// of their own they take those of a prefix that is marked with the list's
// asterisk ("07*", or "*" alone). What is under no prefix has only the
// half-distance of all materials.
func DefaultsOf(code string) Defaults {
	l := lists()
	for _, key := range PriceKeys(code) {
		if d, ok := l.defaults[key]; ok {
			return d
		}
	}
	return l.defaults[anyMaterial]
}

// anyMaterial is the key of the figures of all materials.
const anyMaterial = "any"

// PriceKeys returns what figures of code may be listed under, narrowest first:
// the code, the first waste it is traded for, their prefixes, and "any".
func PriceKeys(code string) []string {
	keys := []string{code}
	if equivalents := lists().equivalents[code]; !IsWaste(code) && len(equivalents) > 0 {
		code = equivalents[0]
		keys = append(keys, code)
	}
	mark := ""
	if m, _ := ByCode(code); m.Hazardous() && IsWaste(code) {
		mark = "*"
	}
	for n := len(code); n >= 0; n-- {
		if key := code[:n] + mark; key != keys[len(keys)-1] && key != "" {
			keys = append(keys, key)
		}
	}
	return append(keys, anyMaterial)
}

// DefaultsUnder returns the figures listed under a key of PriceKeys, if any
// are.
func DefaultsUnder(key string) (Defaults, bool) {
	d, ok := lists().defaults[key]
	return d, ok
}

// PriceKey reports whether key names a material, a chapter or group of wastes
// (or the hazardous ones of it, "07*"), a category of products, or all.
func PriceKey(key string) bool {
	if _, there := lists().defaults[key]; there {
		return true
	}
	return lists().listed(strings.TrimSuffix(key, "*"))
}

func (l *list) readDefaults(f []string) error {
	d := Defaults{Prefix: f[0], Source: f[8], Month: f[9]}
	if _, twice := l.defaults[d.Prefix]; twice {
		return fmt.Errorf("%s has defaults twice", d.Prefix)
	}
	var numbers [7]*float64
	for i := range numbers {
		var err error
		if numbers[i], err = number(f[1+i]); err != nil {
			return fmt.Errorf("defaults of %s: %w", d.Prefix, err)
		}
	}
	if numbers[1] == nil {
		return fmt.Errorf("defaults of %s: no half-distance", d.Prefix)
	}
	if numbers[0] != nil {
		d.Density = *numbers[0]
	}
	d.HalfDistanceKm = *numbers[1]
	d.Disposal, d.Value, d.Treatment, d.Virgin, d.DisposalCO2e = numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]
	l.defaults[d.Prefix] = d
	return nil
}

// number reads a figure; an empty field is nil.
func number(s string) (*float64, error) {
	if strings.TrimSpace(s) == "" {
		return nil, nil
	}
	v, err := strconv.ParseFloat(s, 64)
	return &v, err
}
