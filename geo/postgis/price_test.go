package postgis_test

import (
	"testing"

	"simbiyoz/geo"
)

func TestPriceBook(t *testing.T) {
	t.Parallel()
	s, pool := filled(t)
	ctx := geo.As(t.Context(), "tester")
	row := geo.Price{Of: "1912", Measure: geo.MeasureDisposal, Range: geo.AsAssumed(1000), Month: "2026-10", Source: "ihale"}
	later, corrected := row, row
	later.Month, corrected.Range = "2026-11", geo.AsGiven(1100)
	for _, step := range []struct {
		add  []geo.Price
		want int
	}{{[]geo.Price{row, later}, 2}, {[]geo.Price{row, later}, 0}, {[]geo.Price{corrected}, 1}} {
		if n, err := s.AddPrices(ctx, step.add); err != nil || n != step.want {
			t.Errorf("%d rows were new, want %d: %v", n, step.want, err)
		}
	}
	got, err := s.Prices(ctx)
	must(t, err)
	if len(got) != 3 || got[0].Month != "2026-11" || got[1].Likely != 1100 || got[2].Likely != 1000 || got[1].Actor != "tester" {
		t.Errorf("the book is %+v", got)
	}
	if _, err := pool.Exec(ctx, `UPDATE price SET likely = 5, low = 1, high = 9`); err == nil {
		t.Error("a row of the book was changed")
	}
}

// TestRevalue: what was judged anew replaces money and carbon, unless the road
// is another by now.
func TestRevalue(t *testing.T) {
	t.Parallel()
	s, _ := filled(t)
	page, err := s.Postings(t.Context(), geo.ResourceFilter{}, geo.Page{Limit: 2})
	must(t, err)
	m := geo.Match{SourceID: page.Postings[0].Resource.ID, SinkID: page.Postings[1].Resource.ID, Relation: geo.RelationSame, Fit: 0.9, Share: 1,
		Decay: 1, Score: 0.9, Haul: &geo.Haul{Road: geo.Road{Length: 1000}}}
	must(t, s.ReplaceMatches(t.Context(), geo.Finding{Of: m.SourceID, Network: "v1", Best: []geo.Match{m}}))
	m.Benefit, m.BenefitRange = ptr(geo.Lira(7)), &geo.Span{Low: 5, High: 9}
	must(t, s.Revalue(t.Context(), []geo.Match{m}))
	stale := m
	stale.Haul = &geo.Haul{Road: geo.Road{Length: 2000}}
	stale.Benefit = ptr(geo.Lira(1))
	must(t, s.Revalue(t.Context(), []geo.Match{stale}))
	pairs, err := s.MatchesOf(t.Context(), []string{"191205"}, 0, 0, 10)
	must(t, err)
	if len(pairs) != 1 || *pairs[0].Benefit != 7 || *pairs[0].BenefitRange != (geo.Span{Low: 5, High: 9}) {
		t.Errorf("got %+v", pairs)
	}
	if none, err := s.MatchesOf(t.Context(), []string{"999999"}, 0, 0, 10); err != nil || len(none) != 0 {
		t.Errorf("of another material: %v, %v", none, err)
	}
}
