package match_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/match"
)

func ptr[T any](v T) *T { return &v }

// pair is glass cullet, 100 t a month, for a glass wool works 50 km away that
// takes 50 t a month.
func pair() match.Pair {
	source := geo.Posting{
		Resource: geo.Resource{ID: 1, Role: geo.Source, Title: "Cam kırığı", Category: geo.CategoryMaterial, Material: "191205",
			Quantity: ptr(100.0), Unit: geo.UnitTonne, Interval: geo.Monthly, Season: geo.AllYear, Form: geo.FormBulk, Legal: geo.LegalWaste,
			FateCost: ptr(300.0)},
		Firm: geo.Firm{ID: 1, NACE: "38.32"}, Item: geo.Material{Code: "191205", Group: "1912", Hazard: geo.HazardNone, Unit: geo.UnitTonne},
	}
	sink := source
	sink.Resource.ID, sink.Role, sink.Title = 2, geo.Sink, "Cam kırığı (cam yünü için)"
	sink.Quantity, sink.FateCost = ptr(50.0), nil
	sink.Firm = geo.Firm{ID: 2, NACE: "23.14"}
	return match.Pair{Source: source, Sink: sink, Relation: geo.RelationSame,
		Use:  &geo.Use{ID: 7, Material: "191205", NACE: "23.14", Ratio: 1, Evidence: geo.Implemented, Source: "test"},
		Road: &geo.Road{Length: 50_000, Time: 3600, Network: "test"}}
}

func judge() match.Judge {
	figure := func(v float64) *match.Figure {
		return &match.Figure{Range: geo.AsAssumed(v), Of: "1912", Source: "test", Month: "2026-11"}
	}
	return match.Judge{Terms: geo.Terms{Empty: 1}, Fleet: match.AssumedFleet(), Prices: func(string) match.Prices {
		return match.Prices{Value: figure(1000), Treatment: figure(100), Virgin: figure(200)}
	}}
}

// The same worked by hand: 600 t a year by articulated lorry, 24 trips of
// 25 t. A trip costs 100 km × 40 + (2 h + 1.5 h) × 600 = 6,100 TRY.
func TestJudgeWorkedByHand(t *testing.T) {
	t.Parallel()
	m, ok := judge().Judge(pair())
	if !ok {
		t.Fatal("no match")
	}
	near := func(name string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-6*math.Max(1, math.Abs(want)) {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
	near("fit", float64(m.Fit), 0.85+0.15/2) // the same code, and an implemented use beside it
	near("rate", *m.Rate, 600)
	near("share", float64(m.Share), 0.5)
	near("trips", float64(m.Haul.Trips), 24)
	near("cost", float64(m.Haul.Cost), 24*6100)
	near("decay", float64(m.Decay), math.Exp2(-50.0/32.8))
	near("benefit", float64(*m.Benefit), 600*(300+1000-100)-24*6100)
	// (720,000 − 24 × 900) / (24 × (80 + 24) TRY/km): out and back at 40 TRY/km and 600 TRY/h at 50 km/h
	near("break-even", float64(*m.BreakEven), (720_000-24*900)/(24*(80+24.0))*1000)
	near("CO₂e", float64(*m.CO2e), 600*200-50*(24*2*0.79912+24*(1.32217-0.79912)))
}

func TestJudgeBlocks(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*match.Pair)
		code   string
	}{
		"seasons apart": {func(p *match.Pair) { p.Source.Season, p.Sink.Season = 0b11, 0b1100 }, "season_apart"},
		"no road":       {func(p *match.Pair) { p.Road = nil }, "no_road"},
		"a small lot":   {func(p *match.Pair) { p.Sink.MinLot = ptr(601.0) }, "below_min_lot"},
		"far steam": {func(p *match.Pair) {
			p.Source.Category, p.Source.Form = geo.CategoryEnergy, geo.FormHeat
			p.Source.Site.Place, p.Sink.Site.Place = geo.Point{27, 38}, geo.Point{27.1, 38}
		}, "pipe_too_far"},
		"a small dock": {func(p *match.Pair) { p.Sink.Site.DockTonnes = 2 }, "dock_too_small"},
		"a low gate":   {func(p *match.Pair) { p.Source.Site.DockHeight = 2 }, "dock_too_small"},
		"over before it begins": {func(p *match.Pair) {
			p.Source.Until, p.Sink.From = time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC), time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
		}, "dates_apart"},
		"no by-product": {func(p *match.Pair) {
			p.Source.Legal, p.Source.Article19 = geo.LegalByProduct, map[string]bool{"certain_use": false}
		}, "by_product_refused"},
		"too dirty": {func(p *match.Pair) {
			p.Use.Limits = "chloride<=0.1 %"
			p.Source.Composition = []geo.Property{{Parameter: "Chloride", Value: 0.2, Unit: "%"}}
		}, "limit_broken"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := pair()
			test.change(&p)
			m, ok := judge().Judge(p)
			blocks := func(r geo.Reason) bool { return r.Code == test.code && r.Blocks }
			if !ok || !m.Blocked() || !slices.ContainsFunc(m.Reasons, blocks) {
				t.Errorf("match %v, reasons %+v", ok, m.Reasons)
			}
		})
	}
}

// TestRulesWarn: what is open is asked for, and blocks nothing.
func TestRulesWarn(t *testing.T) {
	t.Parallel()
	hazardous := func(p *match.Pair) { p.Source.Item.Hazard = geo.HazardAbsolute }
	tests := map[string]struct {
		change    func(*match.Pair)
		want, not []string
	}{
		"plain waste": {func(*match.Pair) {}, []string{"waste_permit"}, []string{"adr_vehicle", "by_product_open"}},
		"hazardous":   {hazardous, []string{"adr_vehicle", "licensed_receiver"}, []string{"waste_permit"}},
		"to the licensed trade": {func(p *match.Pair) { hazardous(p); p.Sink.Firm.NACE = "38.22" },
			[]string{"adr_vehicle"}, []string{"licensed_receiver"}},
		"a by-product": {func(p *match.Pair) {
			p.Source.Legal, p.Source.Article19 = geo.LegalByProduct, map[string]bool{"integral_part": true}
		}, []string{"by_product_open"}, []string{"waste_permit", "by_product_refused"}},
		"a hazardous by-product": {func(p *match.Pair) { hazardous(p); p.Source.Legal = geo.LegalByProduct },
			[]string{"by_product_hazardous", "adr_vehicle"}, nil},
		"under contract": {func(p *match.Pair) { p.Source.FateUntil = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC) },
			[]string{"contract_until"}, nil},
		"a product": {func(p *match.Pair) { p.Source.Legal = geo.LegalProduct }, nil, []string{"waste_permit"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := pair()
			test.change(&p)
			m, ok := judge().Judge(p)
			if !ok || m.Blocked() {
				t.Fatalf("match %v, reasons %+v", ok, m.Reasons)
			}
			for _, code := range test.want {
				if !told(m, code) {
					t.Errorf("%s is not told", code)
				}
			}
			for _, code := range test.not {
				if told(m, code) {
					t.Errorf("%s is told", code)
				}
			}
		})
	}
}

func told(m geo.Match, code string) bool {
	return slices.ContainsFunc(m.Reasons, func(r geo.Reason) bool { return r.Code == code })
}

func TestUnknownIsNotZero(t *testing.T) {
	t.Parallel()
	p := pair()
	p.Source.Quantity, p.Sink.Quantity = nil, nil
	m, ok := judge().Judge(p)
	if !ok || m.Rate != nil || m.Benefit != nil || m.CO2e != nil || m.Haul == nil {
		t.Errorf("got rate %v, benefit %v, CO₂e %v, haul %v", m.Rate, m.Benefit, m.CO2e, m.Haul)
	}
	if m.Score <= 0 {
		t.Error("what has no price has no rank")
	}
}

func TestServicesNeedNoHaul(t *testing.T) {
	t.Parallel()
	p := pair()
	p.Source.Category, p.Sink.Category = geo.CategoryExpertise, geo.CategoryExpertise
	p.Road = nil
	m, ok := judge().Judge(p)
	if !ok || m.Blocked() || m.Haul != nil {
		t.Errorf("got %+v", m)
	}
}

func TestHazardousGoesByADR(t *testing.T) {
	t.Parallel()
	p := pair()
	p.Source.Item.Hazard = geo.HazardAbsolute
	m, _ := judge().Judge(p)
	if m.Haul.Vehicle != "hazmat" || match.VehicleFor(p.Source.Item).Code != "hazmat" {
		t.Errorf("goes by %s", m.Haul.Vehicle)
	}
	asked := func(r geo.Reason) bool { return r.Code == "licensed_receiver" }
	if !slices.ContainsFunc(m.Reasons, asked) {
		t.Error("nobody asks for the receiver's licence")
	}
}

func TestParseLimits(t *testing.T) {
	t.Parallel()
	ls, err := match.ParseLimits("chloride<=0.1 %; CaO>=45 %; moisture<20 %")
	if err != nil || len(ls) != 3 || !ls[1].Holds(50) || ls[1].Holds(40) || ls[2].Holds(20) {
		t.Errorf("got %+v, %v", ls, err)
	}
	if _, err := match.ParseLimits("dry"); err == nil {
		t.Error("\"dry\" is no limit")
	}
}
