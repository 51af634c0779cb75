package postgis_test

import (
	"errors"
	"testing"

	"simbiyoz/geo"
)

// TestVerdicts: the last verdict counts, survives a new judgement of the pair,
// and sinks the match without hiding what was said before.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	s, _ := filled(t)
	page, err := s.Postings(t.Context(), geo.ResourceFilter{}, geo.Page{Limit: 2})
	must(t, err)
	source, sink := page.Postings[0].Resource.ID, page.Postings[1].Resource.ID
	ctx := geo.As(t.Context(), "tester")
	v := geo.Verdict{SourceID: source, SinkID: sink, Opinion: geo.Interested}
	if _, err := s.AddVerdict(ctx, v); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("a verdict on no match: %v", err)
	}
	m := geo.Match{SourceID: source, SinkID: sink, Relation: geo.RelationSame, Fit: 0.9, Share: 1, Decay: 1, Score: 0.9}
	store := func() { must(t, s.ReplaceMatches(ctx, geo.Finding{Of: source, Network: "v1", Best: []geo.Match{m}})) }
	store()
	_, err = s.AddVerdict(ctx, v)
	must(t, err)
	v.Opinion, v.Reason, v.Note = geo.Unfit, "quality", "demir çok"
	got, err := s.AddVerdict(ctx, v)
	must(t, err)
	if got.ID == 0 || got.Actor != "tester" || got.At.IsZero() {
		t.Errorf("stored as %+v", got)
	}
	store() // a new judgement of the pair keeps what was said of it
	runnable := func() int {
		found, err := s.Matches(ctx, geo.MatchFilter{ResourceID: source, Runnable: true}, geo.Page{Limit: 9})
		must(t, err)
		return found.Matched
	}
	if pair, err := s.Match(ctx, source, sink); err != nil || pair.Verdict != geo.Unfit || !pair.Sunk() || runnable() != 0 {
		t.Errorf("match says %q, %v; %d are runnable", pair.Verdict, err, runnable())
	}
	v.Opinion, v.Reason = geo.Withdrawn, ""
	_, err = s.AddVerdict(ctx, v)
	must(t, err)
	if runnable() != 1 {
		t.Error("a withdrawn verdict still sinks the match")
	}
	all, err := s.Verdicts(ctx, source, sink)
	if err != nil || len(all) != 3 || all[1].Opinion != geo.Unfit || all[1].Reason != "quality" || all[2].Opinion != geo.Interested {
		t.Errorf("history %+v, %v", all, err)
	}
}
