package postgis_test

import (
	"math"
	"reflect"
	"testing"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
	"simbiyoz/geo/postgis"
)

// split returns a store on the database of filled that hides, and its context's
// viewer sees nothing but what that may.
func split(t *testing.T) (*postgis.Store, postgis.Split) {
	t.Helper()
	_, pool := filled(t)
	shown, err := postgis.OpenShown(t.Context(), pool.Config())
	must(t, err)
	t.Cleanup(shown.Close)
	db := postgis.Split{Exact: pool, Shown: shown}
	return postgis.New(db, nil), db
}

// TestShownIsPosting: the schema shown tells of a posting what Posting.Shown
// does, by which the matches that others see are judged.
func TestShownIsPosting(t *testing.T) {
	t.Parallel()
	s, _ := split(t)
	all, err := s.Postings(geo.WithViewer(t.Context(), geo.System), geo.ResourceFilter{}, geo.Page{Limit: 10})
	must(t, err)
	if len(all.Postings) != 4 {
		t.Fatalf("%d postings", len(all.Postings))
	}
	for _, p := range all.Postings {
		got, err := s.Posting(t.Context(), p.Resource.ID)
		must(t, err)
		want := p.Shown()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("the view shows\n%+v\nwant\n%+v", got, want)
		}
		if got.Firm.Name != "" || got.Site.Place == p.Site.Place && p.Zone.ID == 0 || got.Quantity != nil {
			t.Errorf("%+v is told", got)
		}
	}
}

// TestBandsAgree holds the database's bands against the language's.
func TestBandsAgree(t *testing.T) {
	t.Parallel()
	_, db := split(t)
	var values []float64
	for _, of := range []float64{1, 1.5, 2, 2.5, 4.999, 5, 9.999} {
		for ten := -4; ten < 9; ten++ {
			values = append(values, of*math.Pow10(ten))
		}
	}
	for i := range 1000 {
		values = append(values, float64(i))
	}
	for _, v := range values {
		var low, high float64
		must(t, db.QueryRow(t.Context(), `SELECT band_low($1), band_high($1)`, v).Scan(&low, &high))
		if want := geo.BandOf(v); low != want.Low || high != want.High || v > 0 && (v < low || v >= high) {
			t.Errorf("%v lies in %v–%v, or in %v", v, low, high, want)
		}
	}
}

// TestShownHasEveryColumn: a statement that is right for a table is right for
// the view that stands before it.
func TestShownHasEveryColumn(t *testing.T) {
	t.Parallel()
	_, db := split(t)
	rows, _ := db.Query(t.Context(), `
SELECT t.relname || '.' || a.attname FROM pg_attribute AS a JOIN pg_class AS t ON t.oid = a.attrelid JOIN pg_class AS v ON v.relname = t.relname
WHERE t.relnamespace = 'public'::regnamespace AND v.relnamespace = 'shown'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped AND a.attname NOT LIKE 'shown\_%'
  AND NOT EXISTS (SELECT FROM pg_attribute AS b WHERE b.attrelid = v.oid AND b.attname = a.attname AND b.atttypid = a.atttypid AND b.atttypmod = a.atttypmod)`)
	missing, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(t, err)
	if len(missing) > 0 {
		t.Errorf("not in the views of schema shown, or of another type: %v", missing)
	}
}
