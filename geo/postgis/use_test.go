package postgis_test

import (
	"testing"

	"simbiyoz/geo"
)

// TestUsesLearn: outcomes told with a use are kept when a list that tells none
// is saved again, and a pair last judged unfit for its quality adds to them; a
// price says nothing of the use, and a withdrawn verdict no longer counts.
func TestUsesLearn(t *testing.T) {
	t.Parallel()
	s, _ := filled(t)
	ctx := geo.As(t.Context(), "tester")
	told := geo.Use{Material: "100202", NACE: "23.51", UseEN: "Test of learning", UseTR: "Öğrenme denemesi", Ratio: 1,
		Evidence: geo.Piloted, Source: "agency", Completed: 3, Unfit: 1}
	must(t, s.SaveUses(ctx, []geo.Use{told}))
	silent := told
	silent.Completed, silent.Unfit = 0, 0
	must(t, s.SaveUses(ctx, []geo.Use{silent}))
	learnt := func() geo.Use {
		uses, err := s.Uses(ctx)
		must(t, err)
		for _, u := range uses {
			if u.UseEN == told.UseEN {
				return u
			}
		}
		t.Fatal("the use is lost")
		return geo.Use{}
	}
	use := learnt()
	if use.Completed != 3 || use.Unfit != 1 {
		t.Fatalf("%d completed, %d unfit, want 3 and 1", use.Completed, use.Unfit)
	}
	page, err := s.Postings(ctx, geo.ResourceFilter{}, geo.Page{Limit: 2})
	must(t, err)
	source, sink := page.Postings[0].Resource.ID, page.Postings[1].Resource.ID
	m := geo.Match{SourceID: source, SinkID: sink, UseID: use.ID, Relation: geo.RelationUse, Fit: 0.9, Share: 1, Decay: 1, Score: 0.9}
	must(t, s.ReplaceMatches(ctx, geo.Finding{Of: source, Network: "v1", Best: []geo.Match{m}}))
	for _, step := range []struct {
		opinion geo.Opinion
		reason  string
		unfit   int
	}{{geo.Unfit, "price", 1}, {geo.Unfit, "quality", 2}, {geo.Withdrawn, "", 1}} {
		_, err := s.AddVerdict(ctx, geo.Verdict{SourceID: source, SinkID: sink, Opinion: step.opinion, Reason: step.reason})
		must(t, err)
		if got := learnt().Unfit; got != step.unfit {
			t.Errorf("%s %s: %d unfit, want %d", step.opinion, step.reason, got, step.unfit)
		}
	}
}
