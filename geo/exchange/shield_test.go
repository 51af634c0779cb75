package exchange

import (
	"testing"

	"simbiyoz/geo"
)

// TestShield: a figure of two firms is kept back, and so is the smallest of
// those from which it could be told: in its total, and over the year.
func TestShield(t *testing.T) {
	t.Parallel()
	flow := func(from, to string, firms, year, january float64) geo.Flow {
		f := geo.Flow{FlowKey: geo.FlowKey{Kind: geo.Potential, Level: geo.ByZone, From: from, To: to, Unit: geo.UnitTonne}}
		f.Quantity[0], f.Firms[0] = year, firms
		f.Quantity[1], f.Firms[1] = january, firms
		f.Quantity[2], f.Firms[2] = year-january, firms
		return f
	}
	flows := []geo.Flow{
		flow("a", "b", 2, 10, 5),
		flow("a", "c", 5, 40, 20),
		flow("a", "d", 5, 30, 0), // hides a→b in the year, in which it is the smaller of two
		flow("a", geo.AnyEnd, 9, 80, 25),
		flow("e", "f", 4, 12, 4),
		flow("e", geo.AnyEnd, 4, 12, 4),
	}
	flows[4].Firms[1], flows[5].Firms[1] = 2, 2 // in January
	shield(flows)
	for i, want := range []uint16{0b111, 0b110, 0b001, 0b110, 0b110, 0b110} { // February, January, year
		if got := flows[i].Shield & 0b111; got != want {
			t.Errorf("%s→%s: %03b is kept back, want %03b", flows[i].From, flows[i].To, got, want)
		}
	}
	withhold(flows, 0)
	if !flows[0].Withheld || flows[0].Quantity[0] != 0 || flows[1].Withheld || flows[3].Quantity[0] != 80 {
		t.Errorf("%+v", flows)
	}
}
