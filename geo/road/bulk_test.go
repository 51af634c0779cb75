package road

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"simbiyoz/geo"
)

func TestTableEqualsOneToMany(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(5, 23))
	g := town(t, rnd, 120)
	for e := range g.flags {
		g.flags[e] &^= flagToll
	}
	n := NewNetwork(g)
	class, err := geo.VehicleByCode("rigid18")
	if err != nil {
		t.Fatal(err)
	}
	places := []geo.Point{{50, 50}} // has no road
	for range 40 {
		places = append(places, geo.Point{27 + 0.2*rnd.Float64(), 38 + 0.2*rnd.Float64()})
	}
	if _, _, ok, err := n.Table(t.Context(), class, places, places); ok || err != nil {
		t.Errorf("answered without a hierarchy: %v, %v", ok, err)
	}
	if err := n.Quicken(t.Context(), class); err != nil {
		t.Fatal(err)
	}
	rows, errs, ok, err := n.Table(t.Context(), class, places[:20], places)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	for i, row := range rows {
		want, wantErrs, err := n.OneToMany(t.Context(), class, places[i], places, false)
		if err != nil {
			t.Fatal(err)
		}
		for j := range row {
			want[j].Ferry = 0
			if row[j] != want[j] || fmt.Sprint(errs[i][j]) != fmt.Sprint(wantErrs[j]) {
				t.Errorf("%d to %d: got %+v, %v, want %+v, %v", i, j, row[j], errs[i][j], want[j], wantErrs[j])
			}
		}
	}
}

func TestTableLeavesTollsToOthers(t *testing.T) {
	t.Parallel()
	b := NewBuilder()
	b.AddNode(1, geo.Point{27, 38})
	b.AddNode(2, geo.Point{27.1, 38})
	b.AddWay(Way{ID: 1, Nodes: []int64{1, 2}, Toll: true, Forward: open, Backward: open})
	n := NewNetwork(build(t, b))
	if err := n.Quicken(t.Context(), geo.Vehicles[0]); err != nil {
		t.Fatal(err)
	}
	at := []geo.Point{{27.02, 38}, {27.08, 38}}
	if _, _, ok, err := n.Table(t.Context(), geo.Vehicles[0], at, at); ok || err != nil {
		t.Errorf("answered: %v, %v", ok, err)
	}
}
