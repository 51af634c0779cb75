package demo_test

import (
	"reflect"
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

func TestMakeIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	firms, resources, err := demo.Make(zones, demo.Firms, demo.Resources)
	if err != nil {
		t.Fatal(err)
	}
	if len(firms) != 109 || len(resources) != 637 {
		t.Fatalf("%d firms, %d resources", len(firms), len(resources))
	}
	again, same, err := demo.Make(zones, demo.Firms, demo.Resources)
	if err != nil || !reflect.DeepEqual(firms, again) || !reflect.DeepEqual(resources, same) {
		t.Errorf("a second run differs: %v", err)
	}
}

func TestMakeIsValidAndMarked(t *testing.T) {
	t.Parallel()
	firms, resources, err := demo.Make(zones, 200, 1500)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range firms {
		if err := f.Firm.Validate(); err != nil {
			t.Errorf("%s: %v", f.Firm.Ref, err)
		}
		if !f.Firm.Demo || !strings.HasSuffix(f.Firm.Name, "(kurgu)") {
			t.Errorf("%q does not say that it is invented", f.Firm.Name)
		}
		if at := f.Sites[0].Place; !zones[0].Outline.Bound().Contains(at) && at != zones[1].Gate {
			t.Errorf("%s is at no zone", f.Firm.Ref)
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
