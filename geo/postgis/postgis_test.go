package postgis_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"simbiyoz/geo"
	"simbiyoz/geo/postgis"
	"simbiyoz/geo/postgis/postgistest"
)

func TestMain(m *testing.M) { os.Exit(postgistest.Run(m)) }

func ptr[T any](v T) *T { return &v }

var materials = []geo.Material{
	{Code: "191205", Group: "1912", Category: geo.CategoryMaterial, Hazard: geo.HazardNone, Unit: geo.UnitTonne, NameEN: "glass", NameTR: "cam"},
	{Code: "191204", Group: "1912", Category: geo.CategoryMaterial, Hazard: geo.HazardNone, Unit: geo.UnitTonne, NameEN: "plastic and rubber", NameTR: "plastik ve lastik"},
	{Code: "140603", Group: "1406", Category: geo.CategoryMaterial, Hazard: geo.HazardAbsolute, Unit: geo.UnitTonne, NameEN: "other solvents", NameTR: "diğer çözücüler"},
}

func square(lon, lat, half float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{lon - half, lat - half}, {lon + half, lat - half}, {lon + half, lat + half}, {lon - half, lat + half}, {lon - half, lat - half}}}}
}

func zone(code string, lon, lat float64) geo.Zone {
	return geo.Zone{Code: code, Name: strings.ToUpper(code), NameEN: code, Kind: geo.ZoneOSB, District: "d", Manager: "m",
		Outline: square(lon, lat, 0.01), Gate: geo.Point{lon, lat}, Accuracy: 500, Source: "test"}
}

func resource(ref, firm string, role geo.Role, code, title string, quantity float64) geo.ResourceEntry {
	return geo.ResourceEntry{FirmRef: firm, Resource: geo.Resource{Ref: ref, Role: role, Title: title, Category: geo.CategoryMaterial,
		Material: code, Quantity: &quantity, Unit: geo.UnitTonne, Interval: geo.Monthly, Season: geo.AllYear,
		Legal: geo.LegalWaste, Provenance: geo.Declared, Visibility: geo.VisiblePublic}}
}

func firm(ref, nace string, lon, lat float64) geo.FirmEntry {
	return geo.FirmEntry{Firm: geo.Firm{Ref: ref, Name: "Kurgu " + ref, NACE: nace},
		Sites: []geo.Site{{Ref: "1", Name: "tesis", Place: geo.Point{lon, lat}}}}
}

// filled returns a store with two zones, three firms and four resources.
func filled(t *testing.T) (*postgis.Store, *pgxpool.Pool) {
	t.Helper()
	pool := postgistest.New(t)
	s := postgis.New(pool, nil)
	ctx := geo.As(t.Context(), "tester")
	must(t, s.SaveMaterials(ctx, materials))
	_, err := s.SaveZones(ctx, []geo.Zone{zone("a", 27, 38.4), zone("b", 27.3, 38.4)})
	must(t, err)
	_, err = s.SaveFirms(ctx, []geo.FirmEntry{firm("f1", "38.32", 27, 38.4), firm("f2", "23.14", 27.301, 38.4), firm("f3", "22.29", 28, 38)})
	must(t, err)
	_, err = s.SaveResources(ctx, []geo.ResourceEntry{
		resource("r1", "f1", geo.Source, "191205", "Cam kırığı", 100), resource("r2", "f2", geo.Sink, "191205", "Cam aranıyor", 50),
		resource("r3", "f3", geo.Sink, "191204", "PLASTİK IŞIK", 20), resource("r4", "f3", geo.Source, "140603", "Kirli çözücü", 3)})
	must(t, err)
	return s, pool
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func refs(p geo.PostingPage) string {
	var out []string
	for _, r := range p.Postings {
		out = append(out, r.Ref)
	}
	return strings.Join(out, " ")
}

func TestPostings(t *testing.T) {
	t.Parallel()
	s, _ := filled(t)
	zones, err := s.Zones(t.Context())
	must(t, err)
	tests := map[string]struct {
		filter geo.ResourceFilter
		want   string
	}{
		"all":               {geo.ResourceFilter{}, "r1 r2 r3 r4"},
		"a role":            {geo.ResourceFilter{Role: geo.Source}, "r1 r4"},
		"a group":           {geo.ResourceFilter{Group: "1912"}, "r1 r2 r3"},
		"a zone":            {geo.ResourceFilter{ZoneID: zones[0].ID}, "r1"},
		"hazardous":         {geo.ResourceFilter{Hazard: ptr(true)}, "r4"},
		"Turkish letters":   {geo.ResourceFilter{Text: "isik"}, "r3"},
		"capital İ":         {geo.ResourceFilter{Text: "İŞIK"}, "r3"},
		"a typing error":    {geo.ResourceFilter{Text: "cozucu kirl"}, "r4"},
		"a pattern is text": {geo.ResourceFilter{Text: "%"}, ""},
		"a box":             {geo.ResourceFilter{BBox: &orb.Bound{Min: geo.Point{27.2, 38}, Max: geo.Point{27.4, 39}}}, "r2"},
		"a rate":            {geo.ResourceFilter{MinRate: 600}, "r1 r2"},
		"nearest first":     {geo.ResourceFilter{Near: &geo.Point{27.31, 38.4}, Within: 50_000}, "r2 r1"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			page, err := s.Postings(t.Context(), test.filter, geo.Page{Limit: 10})
			must(t, err)
			if got := refs(page); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if page.Matched != len(page.Postings) {
				t.Errorf("%d rows, matched %d", len(page.Postings), page.Matched)
			}
		})
	}
}

func TestPostingsPageByKeyset(t *testing.T) {
	t.Parallel()
	s, _ := filled(t)
	var got []string
	page := geo.Page{Limit: 3}
	for {
		found, err := s.Postings(t.Context(), geo.ResourceFilter{}, page)
		must(t, err)
		got = append(got, refs(found))
		if page.After = found.Next; page.After == "" {
			break
		}
	}
	if strings.Join(got, "|") != "r1 r2 r3|r4" {
		t.Errorf("got %q", got)
	}
	_, err := s.Postings(t.Context(), geo.ResourceFilter{}, geo.Page{Limit: 3, After: "no token"})
	var field *geo.FieldError
	if !errors.As(err, &field) || field.Field != "after" {
		t.Errorf("a false token: %v", err)
	}
}

func TestFacetsLeaveTheirOwnFilterOut(t *testing.T) {
	t.Parallel()
	s, _ := filled(t)
	facets, err := s.Facets(t.Context(), geo.ResourceFilter{Role: geo.Source})
	must(t, err)
	got := map[string]int{}
	for _, f := range facets {
		got[f.Field+" "+f.Value] = f.Count
	}
	for key, want := range map[string]int{"role source": 2, "role sink": 2, "group 1912": 1, "hazard true": 1, "month 1": 2} {
		if got[key] != want {
			t.Errorf("%s: got %d, want %d", key, got[key], want)
		}
	}
}

func TestImportAgainChangesNothing(t *testing.T) {
	t.Parallel()
	s, _ := filled(t)
	saved, err := s.SaveResources(t.Context(), []geo.ResourceEntry{
		resource("r1", "f1", geo.Source, "191205", "Cam kırığı", 100), resource("r2", "f2", geo.Sink, "191205", "Cam aranıyor", 51)})
	must(t, err)
	if saved != (geo.Saved{Updated: 1, Unchanged: 1}) {
		t.Errorf("resources: %+v", saved)
	}
	saved, err = s.SaveFirms(t.Context(), []geo.FirmEntry{firm("f1", "38.32", 27, 38.4), firm("f9", "10.91", 27, 38)})
	must(t, err)
	if saved != (geo.Saved{Inserted: 1, Unchanged: 1}) {
		t.Errorf("firms: %+v", saved)
	}
	n, err := s.SaveZones(t.Context(), []geo.Zone{zone("a", 27, 38.4)})
	if err != nil || n != 0 {
		t.Errorf("zones: %d, %v", n, err)
	}
}

func TestBadRowsSaveNothing(t *testing.T) {
	t.Parallel()
	s, _ := filled(t)
	bad := resource("r6", "nobody", geo.Source, "191205", "x", 1)
	bad.Row = 3
	_, err := s.SaveResources(t.Context(), []geo.ResourceEntry{resource("r5", "f1", geo.Source, "191205", "x", 1), bad})
	var errs geo.FieldErrors
	if !errors.As(err, &errs) || errs[0].Row != 3 || errs[0].Field != "firm_ref" {
		t.Errorf("got %v", err)
	}
	_, err = s.SaveResource(t.Context(), resource("r7", "", geo.Source, "000000", "x", 1).Resource)
	var field *geo.FieldError
	if !errors.As(err, &field) {
		t.Errorf("a resource of nobody: %v", err)
	}
	page, err := s.Postings(t.Context(), geo.ResourceFilter{}, geo.Page{Limit: 10})
	must(t, err)
	if refs(page) != "r1 r2 r3 r4" {
		t.Errorf("half-saved: %s", refs(page))
	}
}

func TestAuditIsWrittenAndStays(t *testing.T) {
	t.Parallel()
	s, pool := filled(t)
	page, err := s.Postings(t.Context(), geo.ResourceFilter{}, geo.Page{Limit: 1})
	must(t, err)
	id := page.Postings[0].Resource.ID
	must(t, s.DeleteResource(geo.As(t.Context(), "eraser"), id))
	changes, err := s.Changes(t.Context(), "resource", id)
	must(t, err)
	if len(changes) != 2 || changes[0].Actor != "tester" || changes[1].Action != "delete" || changes[1].Actor != "eraser" {
		t.Errorf("got %+v", changes)
	}
	for _, sql := range []string{`DELETE FROM audit`, `UPDATE audit SET actor = 'x'`, `TRUNCATE audit`} {
		if _, err := pool.Exec(t.Context(), sql); err == nil {
			t.Errorf("%s was let through", sql)
		}
	}
	if err := s.DeleteResource(t.Context(), id); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
}

func TestSitesFollowTheirZone(t *testing.T) {
	t.Parallel()
	s, _ := filled(t)
	_, err := s.SaveZones(t.Context(), []geo.Zone{zone("a", 28, 38)})
	must(t, err)
	zones, err := s.Zones(t.Context())
	must(t, err)
	page, err := s.Postings(t.Context(), geo.ResourceFilter{ZoneID: zones[0].ID}, geo.Page{Limit: 10})
	must(t, err)
	if refs(page) != "r3 r4" {
		t.Errorf("the moved zone has %q", refs(page))
	}
}

func TestCandidates(t *testing.T) {
	t.Parallel()
	s, _ := filled(t)
	page, err := s.Postings(t.Context(), geo.ResourceFilter{}, geo.Page{Limit: 1})
	must(t, err)
	found, err := s.Candidates(t.Context(), geo.CandidateQuery{Of: page.Postings[0], Each: 10,
		Codes: []string{"191205", "191204"}, Classes: []string{"23.14"}})
	must(t, err)
	got := map[string]bool{}
	for _, c := range found {
		got[c.Posting.Ref] = c.Found
	}
	if len(found) != 2 || !got["r2"] || !got["r3"] {
		t.Errorf("got %v", got)
	}
}

func TestMatchesComeBackWhole(t *testing.T) {
	t.Parallel()
	s, _ := filled(t)
	page, err := s.Postings(t.Context(), geo.ResourceFilter{}, geo.Page{Limit: 2})
	must(t, err)
	source, sink := page.Postings[0].Resource.ID, page.Postings[1].Resource.ID
	want := geo.Match{SourceID: source, SinkID: sink, Relation: geo.RelationSame, Fit: 0.9, Rate: ptr(600.0), Share: 0.5, Unit: geo.UnitTonne,
		Haul:  &geo.Haul{Road: geo.Road{Length: 31_000, Time: 1900, Network: "v1"}, Vehicle: "articulated", Mass: 600, Trips: 24, Cost: 1000},
		Decay: 0.5, Score: 0.2, Benefit: ptr(geo.Lira(500)), Expected: ptr(geo.Lira(450)), Inputs: []geo.Input{{Name: "value_try_t", Origin: geo.Unknown}},
		Reasons: []geo.Reason{{Part: geo.PartFit, Code: "relation_same"}}}
	must(t, s.ReplaceMatches(t.Context(), geo.Finding{Of: source, Network: "v1", Best: []geo.Match{want}}))
	pair, err := s.Match(t.Context(), source, sink)
	must(t, err)
	if got, exp := asJSON(t, pair.Match), asJSON(t, want); got != exp {
		t.Errorf("got  %s\nwant %s", got, exp)
	}
	list, err := s.Matches(t.Context(), geo.MatchFilter{ResourceID: sink}, geo.Page{Limit: 5})
	if err != nil || list.Matched != 1 || list.Matches[0].Source.Ref != "r1" {
		t.Errorf("got %+v, %v", list, err)
	}
	due, err := s.Stale(t.Context(), "v2", 0, 10)
	if err != nil || len(due) != 4 {
		t.Errorf("on another network %v are due, %v", due, err)
	}
	if due, err = s.Stale(t.Context(), "v1", 0, 10); err != nil || len(due) != 3 {
		t.Errorf("on this network %v are due, %v", due, err)
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	must(t, err)
	return string(text)
}

func TestMatchesPageInRank(t *testing.T) {
	t.Parallel()
	s, pool := filled(t)
	page, err := s.Postings(t.Context(), geo.ResourceFilter{}, geo.Page{Limit: 4})
	must(t, err)
	source := page.Postings[0].Resource.ID
	var all []geo.Match
	for i := range 40 {
		e := resource(fmt.Sprintf("s%02d", i), "f2", geo.Sink, "191205", "Cam", 10)
		_, err := s.SaveResources(t.Context(), []geo.ResourceEntry{e})
		must(t, err)
		var id int64
		must(t, pool.QueryRow(t.Context(), `SELECT id FROM resource WHERE ref = $1`, e.Resource.Ref).Scan(&id))
		m := geo.Match{SourceID: source, SinkID: id, Relation: geo.RelationSame, Fit: 0.9, Share: 1, Decay: 1, Score: geo.Share(i%5) / 5}
		if i%3 > 0 {
			m.Expected = ptr(geo.Lira(i % 7))
		}
		if i%4 == 0 {
			m.Reasons = []geo.Reason{{Part: geo.PartLegal, Code: "x", Blocks: true}}
		}
		all = append(all, m)
	}
	must(t, s.ReplaceMatches(t.Context(), geo.Finding{Of: source, Network: "v1", Best: all}))
	var got []geo.Match
	for after := ""; ; {
		found, err := s.Matches(t.Context(), geo.MatchFilter{ResourceID: source}, geo.Page{Limit: 7, After: after})
		must(t, err)
		for _, m := range found.Matches {
			got = append(got, m.Match)
		}
		if after = found.Next; after == "" {
			break
		}
	}
	if len(got) != len(all) {
		t.Fatalf("%d of %d matches came", len(got), len(all))
	}
	for i := 1; i < len(got); i++ {
		if !got[i-1].Less(got[i]) {
			t.Errorf("rank %d does not come before %d: %+v %+v", i-1, i, got[i-1], got[i])
		}
	}
}

func TestMigrateRefusesNewerSchema(t *testing.T) {
	t.Parallel()
	pool := postgistest.New(t)
	_, err := pool.Exec(t.Context(), `UPDATE schema_version SET version = 9999`)
	must(t, err)
	if err := postgis.Migrate(context.Background(), pool); !errors.Is(err, geo.ErrTooNew) {
		t.Errorf("got %v", err)
	}
}
