package postgis_test

import (
	"testing"

	"simbiyoz/geo"
)

// TestMatchesGoWithTheirSides: a match names what is stored, and goes with
// either of its resources; without its use it stays.
func TestMatchesGoWithTheirSides(t *testing.T) {
	t.Parallel()
	s, pool := filled(t)
	ctx := t.Context()
	must(t, s.SaveUses(ctx, []geo.Use{{Material: "100202", NACE: "23.51", UseEN: "Test", UseTR: "Deneme", Ratio: 1, Evidence: geo.Piloted, Source: "agency"}}))
	page, err := s.Postings(ctx, geo.ResourceFilter{}, geo.Page{Limit: 3})
	must(t, err)
	a, b, c := page.Postings[0].Resource.ID, page.Postings[1].Resource.ID, page.Postings[2].Resource.ID
	const add = `INSERT INTO match (source_id, sink_id, relation, use_id, fit, share, unit, decay, score, inputs, reasons, blocked)
SELECT source, sink, 'same', $3, 1, 1, 't', 1, 1, '{}', '{}', false FROM unnest($1::bigint[], $2::bigint[]) AS p (source, sink)`
	var use int64
	must(t, pool.QueryRow(ctx, `SELECT min(id) FROM use`).Scan(&use))
	for name, wrong := range map[string][]any{
		"no sink":   {[]int64{a, a}, []int64{b, 999_999}, nil},
		"no source": {[]int64{999_999}, []int64{b}, nil},
		"no use":    {[]int64{a}, []int64{b}, 999_999},
	} {
		if _, err := pool.Exec(ctx, add, wrong...); err == nil {
			t.Errorf("%s: it was stored", name)
		}
	}
	left := func(want int, what string) {
		t.Helper()
		var n int
		must(t, pool.QueryRow(ctx, `SELECT count(*) FROM match WHERE `+what).Scan(&n))
		if n != want {
			t.Errorf("%d matches where %s, want %d", n, what, want)
		}
	}
	_, err = pool.Exec(ctx, add, []int64{a, b, c}, []int64{b, c, a}, use)
	must(t, err)
	_, err = pool.Exec(ctx, `DELETE FROM use WHERE id = $1`, use)
	must(t, err)
	left(3, "use_id IS NULL")
	_, err = pool.Exec(ctx, `DELETE FROM resource WHERE id = $1`, a)
	must(t, err)
	left(1, "true")
}
