package flow_test

import (
	"math"
	"testing"

	"simbiyoz/geo"
	"simbiyoz/geo/flow"
)

func ptr[T any](v T) *T { return &v }

// find returns the flow of a key of potential tonnes between zones.
func find(b geo.FlowBook, from, to, material string) geo.Flow {
	for _, f := range b.Flows {
		if f.Level == geo.ByZone && f.From == from && f.To == to && f.Material == material && f.Kind == geo.Potential {
			return f
		}
	}
	return geo.Flow{}
}

// TestTallyCountsEachTonneOnce: source 1 (100 t) feeds sink 3 (60 t) and, with
// what is left, sink 4 (70 t); source 2 then finds 30 t of sink 4 left.
func TestTallyCountsEachTonneOnce(t *testing.T) {
	t.Parallel()
	tally := flow.NewTally([]geo.Stand{
		{ID: 1, FirmID: 1, Role: geo.Source, Zone: "a", District: "x", Material: "100202", Unit: geo.UnitTonne, Rate: ptr(100.0), Season: geo.AllYear},
		{ID: 2, FirmID: 2, Role: geo.Source, Zone: "a", District: "x", Material: "100202", Unit: geo.UnitTonne, Rate: ptr(50.0), Season: 1},
		{ID: 3, FirmID: 3, Role: geo.Sink, Zone: "b", District: "x", Material: "100202", Unit: geo.UnitTonne, Rate: ptr(60.0), Season: geo.AllYear},
		{ID: 4, FirmID: 4, Role: geo.Sink, Zone: "a", District: "x", Material: "100202", Unit: geo.UnitTonne, Rate: ptr(70.0), Season: geo.AllYear},
		{ID: 5, FirmID: 5, Role: geo.Sink, Zone: "", Material: "100202", Unit: geo.UnitTonne, Rate: ptr(9.0), Season: geo.AllYear},
	})
	for _, m := range []geo.Ranked{
		{SourceID: 1, SinkID: 3, Rate: ptr(60.0), Mass: 60, Length: 10_000, Cost: 600, CO2e: 6, Benefit: ptr(geo.Lira(6000)), Trips: 3},
		{SourceID: 1, SinkID: 4, Rate: ptr(70.0), Mass: 70, Length: 1_000, Cost: 70, CO2e: 7, Trips: 3},
		{SourceID: 2, SinkID: 4, Rate: ptr(50.0), Mass: 50, Length: 2_000, Cost: 50, CO2e: 5, Trips: 2},
		{SourceID: 2, SinkID: 3, Rate: ptr(50.0), Mass: 50, Length: 2_000},
		{SourceID: 2, SinkID: 5, Rate: ptr(9.0), Mass: 9, Length: 90_000, Benefit: ptr(geo.Lira(-18))},
	} {
		tally.Offer(m)
	}
	b := tally.Book()
	if f := find(b, "a", "b", ""); f.Quantity[0] != 60 || f.Firms[0] != 2 || f.TonneKm != 600 || f.Length != 10_000 || f.Benefit != 6000 {
		t.Errorf("a to b: %+v", f)
	}
	within := find(b, "a", "a", "100202")
	if within.Quantity[0] != 70 || within.Firms[0] != 3 || within.Firms[7] != 2 || math.Abs(within.Quantity[1]-(40.0/12+30)) > 1e-9 {
		t.Errorf("within a: %+v", within)
	}
	if f := find(b, "a", geo.AnyEnd, ""); f.Quantity[0] != 60 {
		t.Errorf("out of a: %+v", f)
	}
	for _, bal := range b.Balances {
		switch {
		case bal.Level == geo.ByZone && bal.Place == "a" && bal.Role == geo.Source:
			if bal.Total != 150 || bal.Left != 20 || bal.Firms != 2 || bal.Miss.Why != geo.MissTaken || bal.Miss.Place != "b" {
				t.Errorf("sources of a: %+v, %+v", bal, bal.Miss)
			}
		case bal.Level == geo.ByZone && bal.Place == "":
			if bal.Left != 9 || bal.Miss.Why != geo.MissLoss || bal.Miss.Loss != 2 || bal.Miss.Place != "a" {
				t.Errorf("outside: %+v, %+v", bal, bal.Miss)
			}
		}
	}
	if len(b.Moves) != 3 || b.Moves[2].Quantity != 30 {
		t.Errorf("moves %+v", b.Moves)
	}
}
