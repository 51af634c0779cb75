package postgis_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"simbiyoz/geo"
)

// tamper runs SQL as somebody would who goes around the append-only triggers.
func tamper(t *testing.T, pool *pgxpool.Pool, sql string) {
	t.Helper()
	tx, err := pool.Begin(t.Context())
	must(t, err)
	defer tx.Rollback(t.Context())
	_, err = tx.Exec(t.Context(), `SET LOCAL session_replication_role = replica`)
	must(t, err)
	_, err = tx.Exec(t.Context(), sql)
	must(t, err)
	must(t, tx.Commit(t.Context()))
}

// TestAuditShowsTampering: whatever is done to a row of the trail by hand, its
// first victim is named.
func TestAuditShowsTampering(t *testing.T) {
	t.Parallel()
	s, pool := filled(t)
	before, err := s.VerifyAudit(t.Context(), geo.Seal{})
	if err != nil || before.Bad != 0 || before.Rows < 9 {
		t.Fatalf("untouched: %+v, %v", before, err)
	}
	all, err := s.Audit(t.Context(), geo.AuditFilter{Limit: 1000})
	must(t, err)
	if int64(len(all)) != before.Rows || all[0].Seal != before.Head {
		t.Errorf("%d rows, head %+v, want %+v", len(all), all[0].Seal, before.Head)
	}
	first, second, last := all[len(all)-1].ID, all[len(all)-2].ID, all[0].ID
	tests := map[string]struct {
		do, undo string
		bad      int64
	}{
		"altered":           {`UPDATE audit SET actor = actor || 'x' WHERE id = %[1]d`, `UPDATE audit SET actor = left(actor, -1) WHERE id = %[1]d`, first},
		"content altered":   {`UPDATE audit SET new = new || '{"name": "y"}', old = new WHERE id = %[2]d`, `UPDATE audit SET new = old, old = NULL WHERE id = %[2]d`, second},
		"exchanged":         {`UPDATE audit AS a SET (at, actor, noun, row_id, action, old, new) = (b.at, b.actor, b.noun, b.row_id, b.action, b.old, b.new) FROM audit AS b WHERE (a.id, b.id) IN ((%[1]d, %[2]d), (%[2]d, %[1]d))`, `UPDATE audit AS a SET (at, actor, noun, row_id, action, old, new) = (b.at, b.actor, b.noun, b.row_id, b.action, b.old, b.new) FROM audit AS b WHERE (a.id, b.id) IN ((%[1]d, %[2]d), (%[2]d, %[1]d))`, first},
		"put in":            {`INSERT INTO audit (actor, noun, row_id, action) VALUES ('me', 'firm', 1, 'insert')`, `DELETE FROM audit WHERE actor = 'me'`, 0},
		"removed":           {`CREATE TABLE kept AS SELECT * FROM audit WHERE id = %[2]d; DELETE FROM audit WHERE id = %[2]d`, `INSERT INTO audit OVERRIDING SYSTEM VALUE SELECT * FROM kept; DROP TABLE kept`, second},
		"removed with seal": {`CREATE TABLE kept AS SELECT * FROM audit_seal WHERE audit_id = %[2]d; DELETE FROM audit_seal WHERE audit_id = %[2]d`, `INSERT INTO audit_seal SELECT * FROM kept; DROP TABLE kept`, -2},
	}
	for name, c := range tests {
		tamper(t, pool, fmt.Sprintf(c.do+`-- %[1]d %[2]d`, first, second))
		got, err := s.VerifyAudit(t.Context(), geo.Seal{})
		if err != nil || got.Bad == 0 || c.bad > 0 && got.Bad != c.bad {
			t.Errorf("%s: %+v, %v, want row %d", name, got, err, c.bad)
		}
		tamper(t, pool, fmt.Sprintf(c.undo+`-- %[1]d %[2]d`, first, second))
		if got, err := s.VerifyAudit(t.Context(), geo.Seal{}); err != nil || got.Bad != 0 {
			t.Fatalf("%s, undone: %+v, %v", name, got, err)
		}
	}
	tamper(t, pool, fmt.Sprintf(`DELETE FROM audit WHERE id = %[1]d; DELETE FROM audit_seal WHERE audit_id = %[1]d`, last))
	if got, err := s.VerifyAudit(t.Context(), before.Head); err != nil || got.Bad != -1 {
		t.Errorf("a cut end against the noted seal: %+v, %v", got, err)
	}
}

// TestAuditSealsWritersInOrder: many writers at once, whose rows wait for one
// another, neither deadlock nor break the chain, and what is rolled back is not
// in it.
func TestAuditSealsWritersInOrder(t *testing.T) {
	t.Parallel()
	s, _ := filled(t)
	var all sync.WaitGroup
	for w := range 8 {
		all.Go(func() {
			ctx := geo.As(t.Context(), fmt.Sprintf("writer %d", w))
			for n := range 15 {
				z := zone([]string{"a", "b"}[(w+n)%2], 27, 38.4)
				z.Name = fmt.Sprintf("W%d N%d", w, n)
				y := zone([]string{"b", "a"}[(w+n)%2], 27.3, 38.4)
				y.Name = z.Name
				if _, err := s.SaveZones(ctx, []geo.Zone{z}); err != nil {
					t.Error(err)
				}
				if _, err := s.SaveZones(ctx, []geo.Zone{y}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	got, err := s.VerifyAudit(t.Context(), geo.Seal{})
	if err != nil || got.Bad != 0 || got.Rows < 100 {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestAuditIsCheap measures ten thousand rows in one transaction, sealed and,
// as before, not.
func TestAuditIsCheap(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("measures")
	}
	_, pool := filled(t)
	took := func() time.Duration {
		start := time.Now()
		_, err := pool.Exec(t.Context(), `INSERT INTO audit (actor, noun, row_id, action, new)
SELECT 'x', 'resource', n, 'insert', jsonb_build_object('title', repeat('a', 300), 'n', n) FROM generate_series(1, 10000) AS n`)
		must(t, err)
		return time.Since(start)
	}
	sealed := took()
	_, err := pool.Exec(t.Context(), `ALTER TABLE audit DISABLE TRIGGER audit_sealed`)
	must(t, err)
	bare := took()
	t.Logf("10,000 rows: %v sealed, %v not", sealed, bare)
	if sealed > time.Minute {
		t.Errorf("sealing takes %v", sealed)
	}
}
