package main

import (
	"context"
	"testing"
	"time"

	"simbiyoz/geo"
)

// TestPostingsAreMatchedByJobs posts, changes and takes back a resource while
// jobs run, and watches its matches and its partners'.
func TestPostingsAreMatchedByJobs(t *testing.T) {
	t.Parallel()
	h, ctx := demoHouse(t)
	if err := h.jobs.Start(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.jobs.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	firm, sites, err := h.x.Firm(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	quantity := 100.0
	r := geo.Resource{FirmID: firm.ID, SiteID: sites[0].ID, Role: geo.Source, Title: "Mermer çamuru", Category: geo.CategoryMaterial, Material: "010413",
		Quantity: &quantity, Unit: geo.UnitTonne, Interval: geo.Monthly, Season: geo.AllYear, Form: geo.FormSludge,
		Legal: geo.LegalWaste, Provenance: geo.Declared, Visibility: geo.VisiblePublic}
	p, err := h.x.PostResource(ctx, r)
	if err != nil {
		t.Fatal(err)
	}
	partners := func(id int64) geo.MatchPage {
		t.Helper()
		page, err := h.x.Matches(ctx, geo.MatchFilter{ResourceID: id}, geo.Page{Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	await := func(what string, is func() bool) {
		t.Helper()
		for start := time.Now(); !is(); time.Sleep(20 * time.Millisecond) {
			if time.Since(start) > patience {
				t.Fatalf("%s did not come", what)
			}
		}
	}
	await("matches", func() bool { return len(partners(p.Resource.ID).Matches) > 0 })
	partner := partners(p.Resource.ID).Matches[0].SinkID
	has := func(id int64) bool {
		for _, m := range partners(id).Matches {
			if m.SourceID == p.Resource.ID {
				return true
			}
		}
		return false
	}
	if !has(partner) {
		t.Errorf("partner %d does not have the match", partner)
	}
	r.ID, r.Title, r.Material = p.Resource.ID, "Kirli çözücü", "140603"
	if _, err := h.x.PostResource(ctx, r); err != nil {
		t.Fatal(err)
	}
	await("a match with a changed resource to go", func() bool { return !has(partner) })
	await("matches of what it is now", func() bool { return len(partners(r.ID).Matches) > 0 })
	other := partners(r.ID).Matches[0].SinkID
	if err := h.x.DeleteResource(ctx, r.ID); err != nil {
		t.Fatal(err)
	}
	if has(other) {
		t.Errorf("partner %d has a match with what was taken back", other)
	}
}
