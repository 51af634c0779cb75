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
	if d, ok := l.defaults[code]; ok {
		return d
	}
	if !IsWaste(code) && len(l.equivalents[code]) > 0 {
		code = l.equivalents[code][0]
		if d, ok := l.defaults[code]; ok {
			return d
		}
	}
	mark := ""
	if m, _ := ByCode(code); m.Hazardous() && IsWaste(code) {
		mark = "*"
	}
	for n := len(code); n >= 0; n-- {
		if d, ok := l.defaults[code[:n]+mark]; ok {
			return d
		}
	}
	return l.defaults["any"]
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
