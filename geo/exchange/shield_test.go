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
	for i, want := range []uint16{0b111, 0b110, 0b111, 0b110, 0b110, 0b110} { // February, January, year; of a year that is hidden no month is told
		if got := flows[i].Shield & 0b111; got != want {
			t.Errorf("%s→%s: %03b is kept back, want %03b", flows[i].From, flows[i].To, got, want)
		}
	}
	withhold(flows, 0)
	if !flows[0].Withheld || flows[0].Quantity[0] != 0 || flows[1].Withheld || flows[3].Quantity[0] != 80 {
		t.Errorf("%+v", flows)
	}
}

// TestShieldBalances: what one zone's two firms have is not the region's less the
// others', what one firm alone has told is nobody's to see, and of what is left
// of one firm the band is told.
func TestShieldBalances(t *testing.T) {
	t.Parallel()
	at := func(level geo.FlowLevel, place string, total float64, known int) geo.Balance {
		return geo.Balance{Level: level, Place: place, Material: "101112", Role: geo.Source, Unit: geo.UnitTonne, Total: total, Left: total / 3, Firms: 9, Known: known, LeftOf: 1}
	}
	balances := []geo.Balance{at(geo.ByZone, "a", 9, 2), at(geo.ByZone, "b", 31, 3), at(geo.ByZone, "c", 47, 5), at(geo.OfRegion, geo.AnyEnd, 87, 10)}
	shieldBalances(balances)
	for i, want := range []bool{true, true, false, false} {
		if balances[i].Shield != want {
			t.Errorf("%s: shielded %v", balances[i].Place, balances[i].Shield)
		}
	}
	withholdBalances(balances)
	if c := balances[2]; !balances[0].Withheld || balances[1].Total != 0 || c.Total != 47 || c.Left != 15 {
		t.Errorf("%+v", balances)
	}
	enough := []geo.Balance{at(geo.ByZone, "a", 9, 2), at(geo.ByZone, geo.Outside, 20, 4), at(geo.ByZone, "c", 47, 5)}
	if shieldBalances(enough); enough[2].Shield || !enough[1].Shield {
		t.Errorf("beside what lies outside zones more is kept back than need be: %+v", enough)
	}
}
