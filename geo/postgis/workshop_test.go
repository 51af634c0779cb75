package postgis_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/postgis"
	"simbiyoz/geo/programme"
)

// event stores a workshop with one participant of firm f1 at its second table.
func event(t *testing.T, ctx context.Context, s *postgis.Store) (workshop, participant int64) {
	t.Helper()
	id, err := s.SaveWorkshop(ctx, programme.Workshop{Code: programme.NewCode(), Title: "Deneme", HeldOn: time.Now(), Tables: 3})
	must(t, err)
	n, err := s.Join(ctx, id, []programme.Guest{{Name: "Ayşe", Firm: "KURGU F1", Table: 2, Door: programme.DoorList}})
	if err != nil || n != 1 {
		t.Fatalf("%d joined, %v", n, err)
	}
	all, err := s.Participants(ctx, id)
	if err != nil || len(all) != 1 || all[0].Firm.Ref != "f1" || all[0].Table != 2 {
		t.Fatalf("participants %+v, %v", all, err)
	}
	return id, all[0].ID
}

func told(key string, workshop, participant int64, role geo.Role) programme.Entry {
	r := resource(key, "", role, "191205", "Cam kırığı", 40).Resource
	r.Provenance = geo.Workshop
	return programme.Entry{Key: key, WorkshopID: workshop, ParticipantID: participant, Resource: r}
}

const keyA, keyB = "7c9e6679-7425-40de-944b-e07fc1f90ae7", "7c9e6679-7425-40de-944b-e07fc1f90ae8"

// TestEntryArrivesOnce: the same entry sent by twenty connections at once, and
// again after its resource was deleted, is stored once.
func TestEntryArrivesOnce(t *testing.T) {
	t.Parallel()
	s, _ := filled(t)
	ctx := geo.As(t.Context(), "tester")
	w, p := event(t, ctx, s)
	var wait sync.WaitGroup
	var mu sync.Mutex
	ids, first := map[int64]bool{}, 0
	for range 20 {
		wait.Go(func() {
			id, fresh, err := s.LogEntry(ctx, told(keyA, w, p, geo.Source))
			mu.Lock()
			defer mu.Unlock()
			if err != nil || id == 0 {
				t.Errorf("entry %d: %v", id, err)
			}
			ids[id] = true
			if fresh {
				first++
			}
		})
	}
	wait.Wait()
	if len(ids) != 1 || first != 1 {
		t.Fatalf("%d resources, %d of them new", len(ids), first)
	}
	entries, err := s.Entries(ctx, w, 10)
	if err != nil || len(entries) != 1 || entries[0].Table != 2 || entries[0].Posting.Firm.Ref != "f1" || entries[0].Posting.Provenance != geo.Workshop {
		t.Fatalf("entries %+v, %v", entries, err)
	}
	must(t, s.DeleteResource(ctx, entries[0].Posting.Resource.ID))
	if id, fresh, err := s.LogEntry(ctx, told(keyA, w, p, geo.Source)); id != 0 || fresh || err != nil {
		t.Errorf("what was deleted came back as %d (%v), %v", id, fresh, err)
	}
}

// TestWorkshopRefuses: what is wrong is named, and nothing is half-saved.
func TestWorkshopRefuses(t *testing.T) {
	t.Parallel()
	s, _ := filled(t)
	ctx := geo.As(t.Context(), "tester")
	w, p := event(t, ctx, s)
	_, err := s.Join(ctx, w, []programme.Guest{
		{Row: 1, Name: "Ali", Firm: "Yeni Firma", NACE: "23.51", ZoneID: 1, Door: programme.DoorList},
		{Row: 2, Name: "Can", Firm: "Başka", Door: programme.DoorList},
		{Row: 3, Name: "Ece", Firm: "Kurgu f1", Table: 4, Door: programme.DoorList}})
	var errs geo.FieldErrors
	if !errors.As(err, &errs) || len(errs) != 2 || errs[0].Row != 2 || errs[0].Field != "nace" || errs[1].Row != 3 || errs[1].Field != "table" {
		t.Errorf("the list is answered with %v", err)
	}
	if firms, err := s.Firms(ctx, 0, "yeni firma", geo.Page{Limit: 9}); err != nil || firms.Matched != 0 {
		t.Errorf("%d firms of a refused list were kept, %v", firms.Matched, err)
	}
	var field *geo.FieldError
	if _, _, err := s.LogEntry(ctx, told(keyA, w, p+100, geo.Sink)); !errors.As(err, &field) || field.Field != "participant_id" {
		t.Errorf("a stranger's entry: %v", err)
	}
	open, err := s.Workshop(ctx, w)
	must(t, err)
	open.Closed = true
	_, err = s.SaveWorkshop(ctx, open)
	must(t, err)
	if _, err := s.WorkshopByCode(ctx, open.Code); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("a closed workshop is entered: %v", err)
	}
	if _, _, err := s.LogEntry(ctx, told(keyA, w, p, geo.Sink)); !errors.As(err, &field) || field.Code != "closed" {
		t.Errorf("an entry after the end: %v", err)
	}
}

// TestWorkshopReport: counts of a new firm at its zone's gate and a known one,
// with one match between them and one with the outside.
func TestWorkshopReport(t *testing.T) {
	t.Parallel()
	s, _ := filled(t)
	ctx := geo.As(t.Context(), "tester")
	w, p := event(t, ctx, s)
	zones, err := s.Zones(ctx)
	must(t, err)
	_, err = s.Join(ctx, w, []programme.Guest{{Name: "Ali", Firm: "Yeni Firma", NACE: "23.51", ZoneID: zones[1].ID, Table: 1, Door: programme.DoorCode}})
	must(t, err)
	people, err := s.Participants(ctx, w)
	must(t, err)
	source, _, err := s.LogEntry(ctx, told(keyA, w, p, geo.Source))
	must(t, err)
	sink, _, err := s.LogEntry(ctx, told(keyB, w, people[0].ID, geo.Sink))
	must(t, err)
	outside, err := s.Postings(ctx, geo.ResourceFilter{Role: geo.Sink, Material: "191204"}, geo.Page{Limit: 1})
	must(t, err)
	match := geo.Match{SourceID: source, SinkID: sink, Relation: geo.RelationSame, Fit: 0.9, Share: 1, Decay: 1, Score: 0.9}
	other := match
	other.SinkID = outside.Postings[0].Resource.ID
	must(t, s.ReplaceMatches(ctx, geo.Finding{Of: source, Network: "v1", Best: []geo.Match{match, other}}))
	got, err := s.WorkshopReport(ctx, w)
	must(t, err)
	want := programme.Tally{Firms: 2, Participants: 2, Sources: 1, Sinks: 1, Synergies: 2}
	if got.Tally != want || got.Among != 1 || got.Pending != 1 {
		t.Errorf("in all %+v", got)
	}
	b := programme.Share{Key: "b", Tally: programme.Tally{Firms: 1, Participants: 1, Sinks: 1, Synergies: 1}}
	if len(got.Zones) != 2 || got.Zones[1] != b || len(got.Sectors) != 2 || len(got.Tables) != 2 {
		t.Errorf("by parts %+v", got)
	}
	if all, err := s.WorkshopReport(ctx, 0); err != nil || all.Tally != want {
		t.Errorf("all workshops %+v, %v", all, err)
	}
}
