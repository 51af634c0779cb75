package demo_test

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"simbiyoz/geo"
	"simbiyoz/geo/demo"
)

var zones = []geo.Zone{
	{ID: 1, Name: "A", Gate: geo.Point{27, 38}, Outline: orb.MultiPolygon{orb.Bound{Min: orb.Point{27, 38}, Max: orb.Point{27.02, 38.01}}.ToPolygon()}},
	{ID: 2, Name: "B", Gate: geo.Point{27.3, 38.4}},
}

// road is 0.1° of a parallel, and a ferry leads far away.
var roads = []geo.RoadLine{
	{Class: "primary", Line: []geo.Point{{27.5, 38}, {27.55, 38}, {27.6, 38}}},
	{Class: "ferry", Line: []geo.Point{{10, 10}, {20, 20}}},
}

func invent(t *testing.T, p demo.Plan) ([]geo.FirmEntry, []geo.ResourceEntry) {
	t.Helper()
	d, err := demo.New(p)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(d.Entries()), slices.Collect(d.Postings())
}

func TestADemoIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	plan := demo.Plan{Firms: demo.Firms, Resources: demo.Resources, Zones: zones}
	firms, resources := invent(t, plan)
	if len(firms) != 109 || len(resources) != 637 {
		t.Fatalf("%d firms, %d resources", len(firms), len(resources))
	}
	again, same := invent(t, plan)
	if !reflect.DeepEqual(firms, again) || !reflect.DeepEqual(resources, same) {
		t.Error("a second run differs")
	}
	plan.Firms, plan.Roads = 2000, roads
	more, _ := invent(t, plan)
	if !reflect.DeepEqual(firms, more[:len(firms)]) {
		t.Error("the first firms of a larger demo differ")
	}
}

func TestADemoIsValidAndMarked(t *testing.T) {
	t.Parallel()
	firms, resources := invent(t, demo.Plan{Firms: 1000, Resources: 9000, Zones: zones, Roads: roads})
	for i, f := range firms {
		if err := f.Firm.Validate(); err != nil {
			t.Errorf("%s: %v", f.Firm.Ref, err)
		}
		if !f.Firm.Demo || !strings.HasSuffix(f.Firm.Name, "(kurgu)") {
			t.Errorf("%q does not say that it is invented", f.Firm.Name)
		}
		at := f.Sites[0].Place
		inZone := zones[0].Outline.Bound().Contains(at) || at == zones[1].Gate
		byRoad := math.Abs(at[1]-38) < 0.0073 && at[0] > 27.49 && at[0] < 27.61
		if i < 500 && !inZone || i >= 500 && !byRoad {
			t.Errorf("firm %d is at %v", i, at)
		}
	}
	refs := map[string]bool{}
	for _, r := range resources {
		if err := r.Resource.Validate(); err != nil {
			t.Errorf("%s %q: %v", r.Resource.Ref, r.Resource.Title, err)
		}
		if refs[r.Resource.Ref] {
			t.Errorf("%s stands twice", r.Resource.Ref)
		}
		refs[r.Resource.Ref] = true
	}
}
