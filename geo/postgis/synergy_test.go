package postgis_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"simbiyoz/geo"
	"simbiyoz/geo/postgis"
	"simbiyoz/geo/programme"
)

// matched returns a store with a match of 12 t a year between postings of two
// firms.
func matched(t *testing.T) (s *postgis.Store, pool *pgxpool.Pool, source, sink geo.Posting) {
	t.Helper()
	s, pool = filled(t)
	page, err := s.Postings(t.Context(), geo.ResourceFilter{}, geo.Page{Limit: 9})
	must(t, err)
	for _, p := range page.Postings {
		if p.Role == geo.Source && source.Resource.ID == 0 {
			source = p
		}
	}
	for _, p := range page.Postings {
		if p.Role == geo.Sink && p.Resource.FirmID != source.Resource.FirmID {
			sink = p
		}
	}
	must(t, s.ReplaceMatches(t.Context(), geo.Finding{Of: source.Resource.ID, Network: "v1", Best: []geo.Match{{
		SourceID: source.Resource.ID, SinkID: sink.Resource.ID, Relation: geo.RelationSame, Fit: 0.9, Rate: ptr(12.0), Unit: geo.UnitTonne, Share: 1, Decay: 1, Score: 0.9}}}))
	return s, pool, source, sink
}

// born returns matched with a synergy that was born of it.
func born(t *testing.T) (s *postgis.Store, ctx context.Context, y programme.Synergy) {
	t.Helper()
	s, _, source, sink := matched(t)
	ctx = geo.As(t.Context(), "tester")
	i, err := s.AddInterest(ctx, programme.Interest{SourceID: source.Resource.ID, SinkID: sink.Resource.ID, Asker: geo.Sink})
	must(t, err)
	i, err = s.AnswerInterest(ctx, i, programme.Reply{Answer: programme.Accepted})
	must(t, err)
	y, err = s.Synergy(ctx, i.SynergyID)
	must(t, err)
	return s, ctx, y
}

// TestInterest goes from a question to a synergy, and holds who is told what.
func TestInterest(t *testing.T) {
	t.Parallel()
	s, _, source, sink := matched(t)
	ctx := geo.As(t.Context(), "tester")
	ask := programme.Interest{SourceID: source.Resource.ID, SinkID: sink.Resource.ID, Asker: geo.Source, Note: "merhaba"}
	i, err := s.AddInterest(ctx, ask)
	must(t, err)
	if _, err := s.AddInterest(ctx, ask); !errors.Is(err, geo.ErrConflict) {
		t.Errorf("asked twice: %v", err)
	}
	told := func(firm int64, want ...programme.Told) {
		t.Helper()
		ns, err := s.Notices(ctx, programme.Box{FirmID: firm, Office: firm == 0}, 9)
		must(t, err)
		if len(ns) != len(want) {
			t.Fatalf("firm %d was told %+v, want %v", firm, ns, want)
		}
		for n, w := range want {
			if ns[n].Kind != w {
				t.Errorf("notice %d of firm %d is %q, want %q", n, firm, ns[n].Kind, w)
			}
		}
	}
	told(source.Resource.FirmID)
	told(sink.Resource.FirmID, programme.ToldInterest)
	i, err = s.AnswerInterest(ctx, i, programme.Reply{Answer: programme.Accepted})
	must(t, err)
	told(source.Resource.FirmID, programme.ToldAccepted)
	told(0, programme.ToldAccepted, programme.ToldInterest)
	if _, err := s.AnswerInterest(ctx, i, programme.Reply{Answer: programme.Declined, Reason: "price"}); !errors.Is(err, geo.ErrConflict) {
		t.Errorf("answered twice: %v", err)
	}
	y, err := s.Synergy(ctx, i.SynergyID)
	if err != nil || y.Stage != programme.Idea || *y.Rate != 12 || y.Source.FirmID != source.Resource.FirmID || y.Sink.Title != sink.Title || y.Sink.Firm == "" {
		t.Errorf("born as %+v, %v", y, err)
	}
	if _, err := s.AddInterest(ctx, ask); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("asked while the synergy lasts: %v", err)
	}
	must(t, s.SeeNotices(ctx, programme.Box{FirmID: sink.Resource.FirmID}, 1<<40))
	if ns, err := s.Notices(ctx, programme.Box{FirmID: sink.Resource.FirmID}, 9); err != nil || ns[0].Seen.IsZero() {
		t.Errorf("not seen: %+v, %v", ns, err)
	}
}

// TestSynergyMoves: who, when and why of every move is kept; what somebody
// else moved meanwhile is not moved.
func TestSynergyMoves(t *testing.T) {
	t.Parallel()
	s, ctx, y := born(t)
	must(t, s.MoveSynergy(ctx, y.ID, programme.Idea, programme.Move{To: programme.Discussion, Why: "arandı"}))
	if err := s.MoveSynergy(ctx, y.ID, programme.Idea, programme.Move{To: programme.Discussion, Why: "x"}); !errors.Is(err, geo.ErrConflict) {
		t.Errorf("moved from where it is not: %v", err)
	}
	must(t, s.MoveSynergy(ctx, y.ID, programme.Discussion, programme.Move{To: programme.Paused, Why: "hasat bekleniyor"}))
	must(t, s.MoveSynergy(ctx, y.ID, programme.Paused, programme.Move{To: programme.Stopped, Why: "pahalı", Reason: "price"}))
	y, err := s.Synergy(ctx, y.ID)
	if err != nil || y.Stage != programme.Stopped || y.Resumes != programme.Discussion || y.Reason != "price" {
		t.Errorf("stopped as %+v, %v", y, err)
	}
	must(t, s.MoveSynergy(ctx, y.ID, programme.Stopped, programme.Move{To: programme.Discussion, Why: "fiyat düştü"}))
	if y, err = s.Synergy(ctx, y.ID); err != nil || y.Resumes != "" || y.Reason != "" {
		t.Errorf("resumed as %+v, %v", y, err)
	}
	log, err := s.SynergyLog(ctx, y.ID)
	if err != nil || len(log) != 5 || log[1].Reason != "price" || log[1].Actor != "tester" || log[4].Kind != "born" {
		t.Errorf("log %+v, %v", log, err)
	}
}

// TestTonneIsCountedOnce: what a posting's synergies take together is told on
// each of them, and too much of it is marked; a stopped synergy takes nothing.
func TestTonneIsCountedOnce(t *testing.T) {
	t.Parallel()
	s, ctx, y := born(t)
	if y.Source.Committed != 12 || y.Source.Over() {
		t.Errorf("source %+v", y.Source)
	}
	must(t, s.ChangeSynergy(ctx, y.ID, programme.Change{Rate: ptr(*y.Source.Rate + 1)}))
	y, err := s.Synergy(ctx, y.ID)
	must(t, err)
	if !y.Source.Over() {
		t.Errorf("%v of %v t is not too much", y.Source.Committed, *y.Source.Rate)
	}
	must(t, s.MoveSynergy(ctx, y.ID, programme.Idea, programme.Move{To: programme.Stopped, Why: "x", Reason: "other"}))
	if y, err = s.Synergy(ctx, y.ID); err != nil || y.Source.Committed != 0 {
		t.Errorf("a stopped synergy takes %v t, %v", y.Source.Committed, err)
	}
}

// TestRemind: an overdue action is told once a day, to both partners and the
// facilitators; a plan and its log are kept.
func TestRemind(t *testing.T) {
	t.Parallel()
	s, ctx, y := born(t)
	today := time.Now()
	yesterday := today.AddDate(0, 0, -1)
	must(t, s.ChangeSynergy(ctx, y.ID, programme.Change{Owner: ptr("Ayşe"), Action: ptr("numune iste"), On: &yesterday,
		Readiness: map[programme.Axis]programme.Ready{"legal": "underway"}}))
	n, err := s.Remind(ctx, today)
	again, err2 := s.Remind(ctx, today)
	if err := errors.Join(err, err2); err != nil || n != 3 || again != 0 {
		t.Errorf("%d notices, then %d, %v", n, again, err)
	}
	found, err := s.Synergies(ctx, programme.Filter{Overdue: true, Text: "AYSE", FirmID: y.Sink.FirmID}, 9)
	if err != nil || len(found) != 1 || found[0].Readiness["legal"] != "underway" {
		t.Errorf("overdue are %+v, %v", found, err)
	}
	log, err := s.SynergyLog(ctx, y.ID)
	if err != nil || log[0].Kind != "plan" || log[0].Text == "" {
		t.Errorf("log %+v, %v", log, err)
	}
}

// TestSynergyOutlivesItsPostings: a firm that leaves takes no sums with it.
func TestSynergyOutlivesItsPostings(t *testing.T) {
	t.Parallel()
	s, ctx, y := born(t)
	must(t, s.DeleteResource(ctx, y.Source.ResourceID))
	got, err := s.Synergy(ctx, y.ID)
	if err != nil || got.Source.ResourceID != 0 || got.Source.Title != y.Source.Title || *got.Rate != 12 {
		t.Errorf("left is %+v, %v", got, err)
	}
}
