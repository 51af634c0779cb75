package postgis_test

import "testing"

// TestRenamedFirm: a firm's new name stands beside its resources at once, and
// has none of them matched anew; a new class has.
func TestRenamedFirm(t *testing.T) {
	t.Parallel()
	_, pool := filled(t)
	_, err := pool.Exec(t.Context(), `INSERT INTO matched (resource_id, network, at, partners) SELECT id, '', now(), '{}' FROM resource`)
	must(t, err)
	tests := []struct {
		change string
		known  int // of f3's two resources, those that are still matched
	}{
		{`UPDATE firm SET name = 'Yeni ad' WHERE ref = 'f3'`, 2},
		{`UPDATE firm SET nace = '22.21', name = 'Daha yeni' WHERE ref = 'f3'`, 0},
	}
	for _, c := range tests {
		_, err := pool.Exec(t.Context(), c.change)
		must(t, err)
		var other, matched int
		must(t, pool.QueryRow(t.Context(), `
SELECT count(*) FILTER (WHERE r.firm_name <> f.name), count(m.resource_id) FILTER (WHERE f.ref = 'f3')
FROM resource AS r JOIN firm AS f ON f.id = r.firm_id LEFT JOIN matched AS m ON m.resource_id = r.id`).Scan(&other, &matched))
		if other != 0 || matched != c.known {
			t.Errorf("%s: %d have another name, %d are matched", c.change, other, matched)
		}
	}
}
