package programme_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

func on(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func tonnes(v float64, from, until time.Time, status programme.Status) programme.Benefit {
	return programme.Benefit{ProgrammeID: 1, SynergyID: 1, ZoneID: 4, Sector: "23.31", Metric: programme.Landfill, Side: programme.Both, Value: v, Unit: "t",
		Attribution: 0.5, From: from, Until: until, Status: status}
}

// TestLedgerAddsUp: what counts is value by attribution, by status, and of what
// lies partly in a period that part; what was withdrawn counts nowhere.
func TestLedgerAddsUp(t *testing.T) {
	t.Parallel()
	entries := []programme.Benefit{
		tonnes(365, on(2024, 7, 1), on(2025, 6, 30), programme.Verified), // 184 days in 2024, 181 in 2025
		tonnes(100, on(2025, 7, 1), on(2025, 12, 31), programme.Claimed),
		tonnes(900, on(2025, 7, 1), on(2025, 12, 31), programme.Retracted),
	}
	l := programme.Ledger{Entries: entries}
	l.Add(programme.LedgerFilter{})
	if got := l.Totals[0]; len(l.Totals) != 1 || got.Verified != 182.5 || got.Claimed != 50 || got.Sum() != 232.5 || got.Entries != 2 || math.Abs(got.PerYear-155) > 0.5 {
		t.Errorf("totals %+v", l.Totals)
	}
	if len(l.Years) != 2 || l.Years[0].Key != "2024" || l.Years[0].Totals[0].Sum() != 92 || l.Years[1].Totals[0].Sum() != 140.5 {
		t.Errorf("years %+v", l.Years)
	}
	if l.Zones[0].Key != "4" || l.Sectors[0].Key != "23" || l.Programmes[0].Key != "1" {
		t.Errorf("parts %v %v %v", l.Zones, l.Sectors, l.Programmes)
	}
	l.Add(programme.LedgerFilter{From: on(2025, 1, 1), Until: on(2025, 12, 31)})
	if got := l.Totals[0]; got.Verified != 90.5 || got.Claimed != 50 || len(l.Years) != 1 {
		t.Errorf("of 2025: %+v, %v", got, l.Years)
	}
}

func TestJudgement(t *testing.T) {
	t.Parallel()
	ayse, ali := programme.Signature{By: "user:1", UserID: 1}, programme.Signature{By: "user:2", UserID: 2}
	token := programme.Signature{By: "api"}
	paper := []programme.File{{ID: 1}}
	tests := map[string]struct {
		b     programme.Benefit
		to    programme.Status
		by    programme.Signature
		wrong string
	}{
		"checked by another":            {programme.Benefit{SynergyID: 1, Status: programme.Claimed, Claimed: ayse}, programme.Checked, ali, ""},
		"checked by oneself":            {programme.Benefit{SynergyID: 1, Status: programme.Claimed, Claimed: ayse}, programme.Checked, ayse, "status"},
		"verified by oneself":           {programme.Benefit{SynergyID: 1, Status: programme.Claimed, Claimed: ayse, Evidence: paper, ForPartner: true}, programme.Verified, ayse, "status"},
		"verified without evidence":     {programme.Benefit{SynergyID: 1, Status: programme.Checked, Claimed: ayse}, programme.Verified, ali, "evidence"},
		"verified":                      {programme.Benefit{SynergyID: 1, Status: programme.Checked, Claimed: ayse, Evidence: paper}, programme.Verified, ali, ""},
		"a history":                     {programme.Benefit{Status: programme.Checked, Claimed: ayse, Evidence: paper}, programme.Verified, ali, "status"},
		"without accounts, a partner's": {programme.Benefit{SynergyID: 1, Status: programme.Claimed, Claimed: token, Evidence: paper, ForPartner: true}, programme.Verified, token, ""},
		"without accounts, nobody's":    {programme.Benefit{SynergyID: 1, Status: programme.Claimed, Claimed: token, Evidence: paper}, programme.Verified, token, "status"},
		"an account after none":         {programme.Benefit{SynergyID: 1, Status: programme.Claimed, Claimed: token, Evidence: paper}, programme.Verified, ali, ""},
		"verified is not checked again": {programme.Benefit{SynergyID: 1, Status: programme.Verified, Claimed: ayse}, programme.Checked, ali, "status"},
		"withdrawn without a why":       {programme.Benefit{SynergyID: 1, Status: programme.Verified, Claimed: ayse}, programme.Retracted, ayse, "why"},
		"what was withdrawn stays so":   {programme.Benefit{SynergyID: 1, Status: programme.Retracted, Claimed: ayse}, programme.Claimed, ali, "status"},
		"a status that nobody knows":    {programme.Benefit{SynergyID: 1, Status: programme.Claimed, Claimed: ayse}, "sworn", ali, "status"},
	}
	for name, c := range tests {
		var errs geo.FieldErrors
		errors.As(programme.Judgement{To: c.to}.Validate(c.b, c.by), &errs)
		if wrong := len(errs) > 0; wrong != (c.wrong != "") || wrong && errs[0].Field != c.wrong {
			t.Errorf("%s: %v, want %q", name, errs, c.wrong)
		}
	}
}

func TestBenefitIsValid(t *testing.T) {
	t.Parallel()
	good := tonnes(1, on(2025, 1, 1), on(2025, 12, 31), programme.Claimed)
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	tests := map[string]func(b *programme.Benefit){
		"value":       func(b *programme.Benefit) { b.Value = math.NaN() },
		"unit":        func(b *programme.Benefit) { b.Unit = "TRY" },
		"side":        func(b *programme.Benefit) { b.Side = geo.Source },
		"until":       func(b *programme.Benefit) { b.Until = on(2026, 1, 2) },
		"from":        func(b *programme.Benefit) { b.From = time.Time{} },
		"attribution": func(b *programme.Benefit) { b.Attribution = 1.1 },
		"source":      func(b *programme.Benefit) { b.SynergyID = 0 },
		"metric":      func(b *programme.Benefit) { b.Metric, b.Unit = programme.ReachedFirms, "count" },
	}
	for field, spoil := range tests {
		b := good
		spoil(&b)
		var errs geo.FieldErrors
		if errors.As(b.Validate(), &errs); len(errs) != 1 || errs[0].Field != field {
			t.Errorf("%s: %v", field, errs)
		}
	}
}
