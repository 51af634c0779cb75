package material_test

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

func TestDefaultsOf(t *testing.T) {
	t.Parallel()
	tests := map[string]string{ // code → prefix of its row
		"101112":                 "101112", // a stream of its own
		"101105":                 "1011",   // its group's
		"100999":                 "1009",
		"070101":                 "07*", // its chapter's hazardous wastes'
		"070199":                 "07",
		"100114":                 "*",                      // all hazardous wastes'
		"material.fly_ash":       "100102",                 // those of the waste it is traded for
		"material.scrap_carbide": "material.scrap_carbide", // whose waste holds mostly aluminium
		"energy.rdf":             "energy.rdf",             // which goes by lorry
		"energy.steam":           "energy",                 // which goes by pipe
		"":                       "any",
		"zz":                     "any",
	}
	for code, want := range tests {
		if got := material.DefaultsOf(code).Prefix; got != want {
			t.Errorf("defaults of %q are those of %q, want %q", code, got, want)
		}
	}
	cullet := material.DefaultsOf("101112")
	if cullet.Density != 1200 || cullet.Virgin == nil || math.Abs(*cullet.Virgin-579.58) > 0.01 || cullet.Month != "2026-11" {
		t.Errorf("cullet: %+v", cullet)
	}
	if d := material.DefaultsOf("nothing"); d.HalfDistanceKm != 32.8 || d.Disposal != nil || d.Value != nil {
		t.Errorf("what is not listed has figures: %+v", d)
	}
}

func TestEveryMaterialHasDefaults(t *testing.T) {
	t.Parallel()
	for _, m := range material.All() {
		d := material.DefaultsOf(m.Code)
		if d.Prefix == "any" || d.Source == "" || !regexp.MustCompile(`^20\d\d-(0[1-9]|1[0-2])$`).MatchString(d.Month) {
			t.Errorf("%s: %+v", m.Code, d)
		}
		if d.HalfDistanceKm <= 0 || d.HalfDistanceKm > 500 || d.Density < 0 || d.Density > 5000 {
			t.Errorf("%s: half-distance %v km, density %v kg/m³", m.Code, d.HalfDistanceKm, d.Density)
		}
		for _, figure := range []*float64{d.Disposal, d.Value, d.Treatment, d.Virgin, d.DisposalCO2e} {
			if figure != nil && (*figure < 0 || *figure > 1e6) {
				t.Errorf("%s: a figure is %v", m.Code, *figure)
			}
		}
		if material.IsWaste(m.Code) && m.Hazard == geo.HazardAbsolute && d.Disposal != nil && *d.Disposal > 0 && *d.Disposal < 2000 {
			t.Errorf("%s is hazardous and disposed of for %v TRY/t, as %s", m.Code, *d.Disposal, d.Prefix)
		}
	}
}

// The CO₂e figures must be those of the tables that their source names.
func TestDefaultsAgreeWithTheirTables(t *testing.T) {
	t.Parallel()
	use := factors(t, "freight/defra_2025_category_material_use.csv")
	disposal := factors(t, "freight/defra_2025_category_waste_disposal.csv")
	virginOf := regexp.MustCompile(`virgin: DESNZ 2025, Material use, (.+?), primary( less closed-loop| less re-used)?(;|$)`)
	disposalOf := regexp.MustCompile(`disposal: DESNZ 2025, Waste disposal, (.+), (Landfill|Closed-loop)$`)
	other := map[string]string{" less closed-loop": "Closed-loop source", " less re-used": "Re-used"}
	checked := 0
	for _, m := range material.All() {
		d := material.DefaultsOf(m.Code)
		if cited := virginOf.FindStringSubmatch(d.Source); cited != nil {
			want := use[cited[1]+"/Primary material production"]
			if cited[2] != "" {
				want -= use[cited[1]+"/"+other[cited[2]]]
			}
			checked++
			near(t, d.Prefix+" virgin", d.Virgin, want)
		}
		if cited := disposalOf.FindStringSubmatch(d.Source); cited != nil {
			checked++
			near(t, d.Prefix+" disposal", d.DisposalCO2e, disposal[cited[1]+"/"+cited[2]])
		} else if d.DisposalCO2e != nil {
			t.Errorf("%s: disposal's CO₂e has no source", d.Prefix)
		}
	}
	if checked < 500 {
		t.Errorf("%d figures have a table behind them", checked)
	}
}

func near(t *testing.T, what string, got *float64, want float64) {
	t.Helper()
	if got == nil || want == 0 || math.Abs(*got-want) > 0.01 {
		t.Errorf("%s: %v, the table says %v", what, got, want)
	}
}

// factors reads a table of conversion factors: kg CO₂e/t by "material/column".
func factors(t *testing.T, name string) map[string]float64 {
	t.Helper()
	out := map[string]float64{}
	for _, row := range shared(t, name) {
		v, err := strconv.ParseFloat(strings.TrimSpace(row["GHG Conversion Factor 2025"]), 64)
		if err == nil {
			out[row["Level 3"]+"/"+row["Column Text"]] = v
		}
	}
	return out
}

func TestDefaultsAreUsed(t *testing.T) {
	t.Parallel()
	prefixes := map[string]bool{}
	for _, m := range material.All() {
		prefixes[material.DefaultsOf(m.Code).Prefix] = true
	}
	var wastes []string
	for _, h := range material.Headings() {
		if len(h.Code) == 2 && !slices.ContainsFunc(material.All(), func(m geo.Material) bool {
			return material.Chapter(m.Code) == h.Code && material.DefaultsOf(m.Code).Prefix != "any"
		}) {
			wastes = append(wastes, h.Code)
		}
	}
	if len(wastes) > 0 || len(prefixes) < 150 {
		t.Errorf("chapters %v have no defaults; %d rows are used", wastes, len(prefixes))
	}
}
