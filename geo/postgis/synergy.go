package postgis

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

//go:embed synergy_select.sql
var selectSynergy string

//go:embed synergy_bear.sql
var bearSynergy string

// moment reads a time that may be null, which is the zero time.
type moment struct{ time.Time }

// Scan takes what the database gives.
func (m *moment) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		m.Time = time.Time{}
	case time.Time:
		m.Time = v
	default:
		return fmt.Errorf("%T is no time", v)
	}
	return nil
}

func scanSynergy(row pgx.CollectableRow) (programme.Synergy, error) {
	var y programme.Synergy
	var on moment
	var readiness []byte
	a, b := &y.Source, &y.Sink
	err := row.Scan(&y.ID, &y.ProgrammeID, &y.ZoneID, &y.Material, &y.Hazard, &y.Legal, &y.Rate, &y.Unit, &y.Haul,
		&y.Stage, &y.Resumes, &y.Reason, &y.Owner, &y.Action, &on, &readiness, &y.Demo, &y.Born, &y.Staged,
		&a.ResourceID, &a.FirmID, &a.Title, &a.NACE, &a.Firm, &a.Site.Name, &a.Site.Hours, &a.Site.Place[0], &a.Site.Place[1], &a.Rate, &a.Committed,
		&b.ResourceID, &b.FirmID, &b.Title, &b.NACE, &b.Firm, &b.Site.Name, &b.Site.Hours, &b.Site.Place[0], &b.Site.Place[1], &b.Rate, &b.Committed)
	if err != nil {
		return y, err
	}
	y.On = on.Time
	return y, json.Unmarshal(readiness, &y.Readiness)
}

// Synergy returns a synergy, or geo.ErrNotFound.
func (s *Store) Synergy(ctx context.Context, id int64) (programme.Synergy, error) {
	rows, _ := s.db.Query(ctx, selectSynergy+` WHERE y.id = $1`, id)
	y, err := pgx.CollectExactlyOneRow(rows, scanSynergy)
	return y, translate(err)
}

const whereSynergy = `
WHERE (@programme = 0 OR y.programme_id = @programme) AND (@zone = 0 OR y.zone_id = @zone)
  AND (@firm = 0 OR @firm IN (y.source_firm_id, y.sink_firm_id))
  AND (@stage = '' OR y.stage = @stage) AND y.source_nace LIKE @sector || '%'
  AND NOT (@overdue AND (y.stage IN ('completed', 'stopped') OR y.next_on IS NULL OR y.next_on >= current_date))
  AND (@text = '' OR fold(y.source_title || ' ' || y.sink_title || ' ' || y.owner) LIKE '%' || fold(@text) || '%')
ORDER BY y.next_on NULLS LAST, y.id DESC LIMIT @limit`

// Synergies returns up to limit synergies that f leaves, those whose next
// action is due first before the others.
func (s *Store) Synergies(ctx context.Context, f programme.Filter, limit int) ([]programme.Synergy, error) {
	args := pgx.NamedArgs{"programme": f.ProgrammeID, "zone": f.ZoneID, "firm": f.FirmID, "stage": string(f.Stage), "sector": f.Sector,
		"overdue": f.Overdue, "text": f.Text, "limit": limit}
	rows, _ := s.db.Query(ctx, selectSynergy+whereSynergy, args)
	found, err := pgx.CollectRows(rows, scanSynergy)
	if err != nil {
		return nil, fmt.Errorf("synergies: %w", err)
	}
	return found, nil
}

// bear makes a synergy of two postings in the programme that runs, and
// returns its id.
func bear(ctx context.Context, tx pgx.Tx, source, sink int64) (int64, error) {
	var id int64
	if err := tx.QueryRow(ctx, bearSynergy, pgx.NamedArgs{"source": source, "sink": sink}).Scan(&id); err != nil {
		return 0, err
	}
	return id, note(ctx, tx, id, programme.LogEntry{Kind: "born", To: programme.Idea})
}

const insertLog = `
INSERT INTO synergy_log (synergy_id, kind, from_stage, to_stage, reason, text, actor)
VALUES (@synergy, @kind, @from, @to, @reason, @text, @actor)`

// note adds to a synergy's log on behalf of ctx's actor.
func note(ctx context.Context, tx pgx.Tx, synergy int64, e programme.LogEntry) error {
	_, err := tx.Exec(ctx, insertLog, pgx.NamedArgs{"synergy": synergy, "kind": e.Kind, "from": nullable(string(e.From)), "to": nullable(string(e.To)),
		"reason": nullable(e.Reason), "text": e.Text, "actor": geo.Actor(ctx)})
	return err
}

// AddNote adds a text to a synergy's log, or says geo.ErrNotFound.
func (s *Store) AddNote(ctx context.Context, synergy int64, text string) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		var id int64
		if err := tx.QueryRow(ctx, `SELECT id FROM synergy WHERE id = $1`, synergy).Scan(&id); err != nil {
			return err
		}
		return note(ctx, tx, synergy, programme.LogEntry{Kind: "note", Text: text})
	})
}

// SynergyLog returns what happened to a synergy, the last first.
func (s *Store) SynergyLog(ctx context.Context, synergy int64) ([]programme.LogEntry, error) {
	rows, _ := s.db.Query(ctx, `
SELECT id, kind, COALESCE(from_stage, ''), COALESCE(to_stage, ''), COALESCE(reason, ''), text, at, actor
FROM synergy_log WHERE synergy_id = $1 ORDER BY id DESC`, synergy)
	return pgx.CollectRows(rows, pgx.RowToStructByPos[programme.LogEntry])
}

const moveSynergy = `
UPDATE synergy SET stage = @to, reason = @reason, staged_at = clock_timestamp(),
       resumes = CASE WHEN @to IN ('paused', 'stopped') THEN COALESCE(resumes, stage) END
WHERE id = @id AND stage = @from`

// MoveSynergy moves a synergy from a stage to another and tells both partners.
// It is a geo.ErrConflict when somebody moved it meanwhile.
func (s *Store) MoveSynergy(ctx context.Context, id int64, from programme.Stage, m programme.Move) error {
	return s.change(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, moveSynergy, pgx.NamedArgs{"id": id, "from": string(from), "to": string(m.To), "reason": nullable(m.Reason)})
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return fmt.Errorf("synergy %d is no longer in %s: %w", id, from, geo.ErrConflict)
		}
		if err := note(ctx, tx, id, programme.LogEntry{Kind: "stage", From: from, To: m.To, Reason: m.Reason, Text: m.Why}); err != nil {
			return err
		}
		if err := s.flowsDue(ctx, tx); err != nil {
			return err
		}
		return tellSynergy(ctx, tx, programme.ToldStage, id, string(m.To))
	})
}

const changeSynergy = `
UPDATE synergy SET owner = COALESCE(@owner, owner), next_action = COALESCE(@action, next_action),
       next_on = CASE WHEN @dated THEN @on ELSE next_on END, rate = COALESCE(@rate, rate),
       programme_id = COALESCE(@programme, programme_id), readiness = readiness || @readiness
WHERE id = @id RETURNING owner, next_action, COALESCE(next_on::text, '')`

// ChangeSynergy changes what c names of a synergy, or says geo.ErrNotFound. A
// new plan is noted in the log.
func (s *Store) ChangeSynergy(ctx context.Context, id int64, c programme.Change) error {
	readiness, err := json.Marshal(c.Readiness)
	if err != nil {
		return err
	}
	if c.Readiness == nil {
		readiness = []byte("{}")
	}
	var on *time.Time
	if c.On != nil {
		on = day(*c.On)
	}
	return s.change(ctx, func(tx pgx.Tx) error {
		var owner, action, by string
		args := pgx.NamedArgs{"id": id, "owner": c.Owner, "action": c.Action, "dated": c.On != nil, "on": on, "rate": c.Rate,
			"programme": c.ProgrammeID, "readiness": string(readiness)}
		if err := tx.QueryRow(ctx, changeSynergy, args).Scan(&owner, &action, &by); err != nil {
			return err
		}
		if c.Rate != nil {
			if err := s.flowsDue(ctx, tx); err != nil {
				return err
			}
		}
		if c.Owner == nil && c.Action == nil && c.On == nil {
			return nil
		}
		return note(ctx, tx, id, programme.LogEntry{Kind: "plan", Text: planText(owner, action, by)})
	})
}

// planText writes a plan as the log keeps it: who, what, by when.
func planText(parts ...string) string {
	out := ""
	for _, p := range parts {
		if p != "" && out != "" {
			out += " · "
		}
		out += p
	}
	return out
}

// Programmes returns every programme, the last begun first.
func (s *Store) Programmes(ctx context.Context) ([]programme.Programme, error) {
	rows, _ := s.db.Query(ctx, `SELECT id, code, name_tr, name_en, from_on, until_on FROM programme ORDER BY from_on DESC, id DESC`)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (programme.Programme, error) {
		var p programme.Programme
		var until moment
		err := row.Scan(&p.ID, &p.Code, &p.NameTR, &p.NameEN, &p.From, &until)
		p.Until = until.Time
		return p, err
	})
}
