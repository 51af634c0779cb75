package remotetest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/road/remote"
)

// Ask holds a real engine to what simbiyoz needs of one: around the place that
// SIMBIYOZ_TEST_PLACE names ("lon,lat"; İzmir by default), tables in both
// directions and routes agree, and a place at sea has no road.
func Ask(t *testing.T, e remote.Engine) {
	t.Helper()
	at := geo.Point{27.14, 38.42}
	if text := os.Getenv("SIMBIYOZ_TEST_PLACE"); text != "" {
		if _, err := fmt.Sscanf(text, "%f,%f", &at[0], &at[1]); err != nil {
			t.Fatalf("SIMBIYOZ_TEST_PLACE: %v", err)
		}
	}
	version, err := e.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s answers, version %s", e.Name(), version)
	lorry, err := geo.VehicleByCode("articulated")
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	places := make([]geo.Point, 250) // more than one table takes
	for i := range places {
		places[i] = geo.Point{at[0] + 0.1*(rnd.Float64()-0.5), at[1] + 0.1*(rnd.Float64()-0.5)}
	}
	roads, errs, err := e.OneToMany(t.Context(), lorry, at, places, false)
	if err != nil {
		t.Fatal(err)
	}
	back, backErrs, err := e.OneToMany(t.Context(), lorry, at, places, true)
	if err != nil {
		t.Fatal(err)
	}
	joined, worst := 0, 0.0
	for i := range places {
		if errs[i] != nil || backErrs[i] != nil {
			continue
		}
		joined++
		if joined > 10 {
			continue
		}
		there, line, err := e.Route(t.Context(), lorry, at, places[i])
		if err != nil || len(line) < 2 {
			t.Fatalf("route to %v: %v", places[i], err)
		}
		again, _, err := e.Route(t.Context(), lorry, places[i], at)
		if err != nil {
			t.Fatalf("route from %v: %v", places[i], err)
		}
		worst = max(worst, apart(there.Time, roads[i].Time), apart(again.Time, back[i].Time))
	}
	t.Logf("%d of %d places joined both ways; tables and routes differ by at most %.2f %% in time", joined, len(places), 100*worst)
	if joined == 0 || worst > 0.05 {
		t.Error("tables and routes are not of one engine")
	}
	_, errs, err = e.OneToMany(t.Context(), lorry, at, []geo.Point{{-30, -50}}, false)
	if err != nil || errs[0] == nil {
		t.Errorf("the South Atlantic has a road: %v", err)
	}
}

func apart(a, b geo.Seconds) float64 {
	return math.Abs(float64(a-b)) / math.Max(float64(max(a, b)), 60)
}
