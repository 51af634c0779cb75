package postgis

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
)

// selectSealed joins both ways: a seal without its row, and a row without a
// seal, come out too. The content is written here, not by the database's
// function, which may have been altered with the rows.
const selectSealed = `
SELECT COALESCE(s.seq, 0), COALESCE(s.audit_id, a.id), s.hash,
       CASE WHEN a.id IS NOT NULL THEN jsonb_build_array(a.id, to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
            a.actor, a.noun, a.row_id, a.action, a.old, a.new)::text END
FROM audit_seal AS s FULL JOIN audit AS a ON a.id = s.audit_id
ORDER BY s.seq NULLS LAST, a.id`

// VerifyAudit recomputes the chain of seals and compares every row of the audit
// trail with it, up to the first that does not fit. With until, a number and
// its hash that were noted before, the chain must hold that seal.
func (s *Store) VerifyAudit(ctx context.Context, until geo.Seal) (geo.AuditCheck, error) {
	var out geo.AuditCheck
	rows, err := s.db.Query(ctx, selectSealed)
	if err != nil {
		return out, fmt.Errorf("audit trail: %w", err)
	}
	defer rows.Close()
	var last []byte
	for rows.Next() {
		var seq, id int64
		var hash []byte
		var content *string
		if err := rows.Scan(&seq, &id, &hash, &content); err != nil {
			return out, err
		}
		var next []byte
		if content != nil {
			sum := sha256.Sum256(append(append([]byte{}, last...), *content...))
			next = sum[:]
		}
		if out.Why = oddity(out.Head.Seq, seq, hash, next); out.Why != "" {
			out.Bad = id
			return out, nil
		}
		last, out.Rows = next, out.Rows+1
		out.Head = geo.Seal{Seq: seq, Hash: hex.EncodeToString(next)}
		if seq == until.Seq && out.Head.Hash != until.Hash {
			out.Bad, out.Why = id, "its seal is not the one that was noted"
			return out, nil
		}
	}
	if err := rows.Err(); err != nil {
		return out, err
	}
	if out.Head.Seq < until.Seq {
		out.Bad, out.Why = -1, fmt.Sprintf("the trail ends at seal %d, before the one that was noted", out.Head.Seq)
	}
	return out, nil
}

// oddity says what is wrong with a seal that follows another, or "".
func oddity(before, seq int64, hash, want []byte) string {
	switch {
	case seq == 0:
		return "it was put in without a seal"
	case seq != before+1:
		return fmt.Sprintf("seal %d is missing before it", before+1)
	case want == nil:
		return "its row was removed"
	case string(hash) != string(want):
		return "it was altered, or exchanged with another"
	}
	return ""
}

const selectAudit = `
SELECT a.id, a.at, a.actor, a.noun, a.row_id, a.action, COALESCE(a.old::text, ''), COALESCE(a.new::text, ''),
       COALESCE(s.seq, 0), COALESCE(encode(s.hash, 'hex'), '')
FROM audit AS a LEFT JOIN audit_seal AS s ON s.audit_id = a.id
WHERE (@before = 0 OR a.id < @before) AND (@noun = '' OR a.noun = @noun) AND (@row = 0 OR a.row_id = @row) AND (@actor = '' OR a.actor = @actor)
ORDER BY a.id DESC LIMIT @limit`

// Audit returns rows of the audit trail that f leaves, the last first.
func (s *Store) Audit(ctx context.Context, f geo.AuditFilter) ([]geo.AuditRow, error) {
	rows, _ := s.db.Query(ctx, selectAudit, pgx.NamedArgs{"before": f.Before, "noun": f.Noun, "row": f.RowID, "actor": f.Actor, "limit": f.Limit})
	return pgx.CollectRows(rows, pgx.RowToStructByPos[geo.AuditRow])
}
