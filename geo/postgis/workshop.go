package postgis

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

const selectWorkshop = `SELECT id, code, title, held_on, venue, tables, closed FROM workshop`

func (s *Store) workshops(ctx context.Context, rest string, args ...any) ([]programme.Workshop, error) {
	rows, _ := s.db.Query(ctx, selectWorkshop+rest, args...)
	return pgx.CollectRows(rows, pgx.RowToStructByPos[programme.Workshop])
}

func (s *Store) oneWorkshop(ctx context.Context, rest string, args ...any) (programme.Workshop, error) {
	found, err := s.workshops(ctx, rest, args...)
	if err != nil || len(found) == 0 {
		return programme.Workshop{}, errors.Join(err, geo.ErrNotFound)
	}
	return found[0], nil
}

// Workshops returns every workshop, the last first.
func (s *Store) Workshops(ctx context.Context) ([]programme.Workshop, error) {
	return s.workshops(ctx, ` ORDER BY held_on DESC, id DESC`)
}

// Workshop returns one workshop, or geo.ErrNotFound.
func (s *Store) Workshop(ctx context.Context, id int64) (programme.Workshop, error) {
	return s.oneWorkshop(ctx, ` WHERE id = $1`, id)
}

// WorkshopByCode returns the workshop with a code that is not closed, or
// geo.ErrNotFound.
func (s *Store) WorkshopByCode(ctx context.Context, code string) (programme.Workshop, error) {
	return s.oneWorkshop(ctx, ` WHERE code = $1 AND NOT closed`, code)
}

const insertWorkshop = `
INSERT INTO workshop (code, title, held_on, venue, tables, closed)
VALUES (@code, @title, @held_on, @venue, @tables, @closed) RETURNING id`

const updateWorkshop = `
UPDATE workshop SET title = @title, held_on = @held_on, venue = @venue, tables = @tables, closed = @closed
WHERE id = @id RETURNING id`

// SaveWorkshop inserts w (ID 0) or replaces all of it but its code. It returns
// the id.
func (s *Store) SaveWorkshop(ctx context.Context, w programme.Workshop) (int64, error) {
	sql := insertWorkshop
	if w.ID != 0 {
		sql = updateWorkshop
	}
	err := s.change(ctx, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, sql, pgx.NamedArgs{"id": w.ID, "code": w.Code, "title": w.Title, "held_on": w.HeldOn,
			"venue": w.Venue, "tables": w.Tables, "closed": w.Closed}).Scan(&w.ID)
	})
	return w.ID, err
}

const findGuestFirm = `SELECT id FROM firm WHERE words = spaced($1) ORDER BY id LIMIT 1`

// A firm that a workshop brought stands at its zone's gate until someone moves
// its site.
const insertGuestFirm = `
WITH fresh AS (
    INSERT INTO firm (ref, name, nace) VALUES ('workshop-' || gen_random_uuid(), @name, @nace) RETURNING id
), placed AS (
    INSERT INTO site (firm_id, ref, name, place, zone_id)
    SELECT fresh.id, '1', @name, zone.gate, zone.id FROM fresh JOIN zone ON zone.id = @zone RETURNING firm_id
)
SELECT firm_id FROM placed`

const insertParticipant = `
INSERT INTO participant (workshop_id, firm_id, name, table_no, door)
VALUES (@workshop, @firm, @name, @table, @door)
ON CONFLICT (workshop_id, firm_id, fold(name)) DO UPDATE SET table_no = excluded.table_no
WHERE excluded.table_no IS NOT NULL
RETURNING (xmax = 0)`

// Join stores who takes part in an open workshop, all or none of them, with
// those of their firms that are not stored yet. Who takes part already is
// seated anew. It returns how many came new.
func (s *Store) Join(ctx context.Context, workshop int64, guests []programme.Guest) (int, error) {
	added := 0
	err := s.change(ctx, func(tx pgx.Tx) error {
		var tables int
		err := tx.QueryRow(ctx, `SELECT tables FROM workshop WHERE id = $1 AND NOT closed FOR SHARE`, workshop).Scan(&tables)
		if err != nil {
			return err
		}
		var errs geo.FieldErrors
		for _, g := range guests {
			fresh, err := join(ctx, tx, workshop, tables, g)
			var field *geo.FieldError
			switch {
			case errors.As(err, &field):
				field.Row = g.Row
				errs = append(errs, field)
			case err != nil:
				return fmt.Errorf("participant %q: %w", g.Name, err)
			case fresh:
				added++
			}
		}
		return errs.Err()
	})
	return added, err
}

func join(ctx context.Context, tx pgx.Tx, workshop int64, tables int, g programme.Guest) (fresh bool, err error) {
	if g.Table > tables {
		return false, geo.Invalid("table", "range", "there are %d tables", tables)
	}
	var firm int64
	err = tx.QueryRow(ctx, findGuestFirm, g.Firm).Scan(&firm)
	if errors.Is(err, pgx.ErrNoRows) {
		firm, err = newFirm(ctx, tx, g)
	}
	if err != nil {
		return false, err
	}
	err = tx.QueryRow(ctx, insertParticipant, pgx.NamedArgs{"workshop": workshop, "firm": firm, "name": g.Name,
		"table": nullable(g.Table), "door": string(g.Door)}).Scan(&fresh)
	if errors.Is(err, pgx.ErrNoRows) { // as before
		return false, nil
	}
	return fresh, err
}

func newFirm(ctx context.Context, tx pgx.Tx, g programme.Guest) (id int64, err error) {
	if g.NACE == "" {
		return 0, geo.Invalid("nace", "required", "a firm that is not stored yet needs its class")
	}
	err = tx.QueryRow(ctx, insertGuestFirm, pgx.NamedArgs{"name": g.Firm, "nace": g.NACE, "zone": g.ZoneID}).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, geo.Invalid("zone", "required", "a firm that is not stored yet needs its zone")
	}
	return id, err
}

const selectParticipants = `
SELECT p.id, p.name, f.id, f.ref, f.name, f.nace, f.demo, coalesce(p.table_no, 0), p.door,
       (SELECT count(*) FROM workshop_entry AS e WHERE e.participant_id = p.id AND e.resource_id IS NOT NULL)
FROM participant AS p JOIN firm AS f ON f.id = p.firm_id
WHERE p.workshop_id = $1 ORDER BY p.table_no, f.words, p.id`

// Participants returns who takes part in a workshop, by table and firm.
func (s *Store) Participants(ctx context.Context, workshop int64) ([]programme.Participant, error) {
	rows, _ := s.db.Query(ctx, selectParticipants, workshop)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (programme.Participant, error) {
		var p programme.Participant
		f := &p.Firm
		return p, row.Scan(&p.ID, &p.Name, &f.ID, &f.Ref, &f.Name, &f.NACE, &f.Demo, &p.Table, &p.Door, &p.Entries)
	})
}

// LogEntry stores e's resource as its participant's firm's and queues its
// matching. What is stored under its key already stays as it is: fresh tells.
// The id is 0 when that resource was deleted since.
func (s *Store) LogEntry(ctx context.Context, e programme.Entry) (id int64, fresh bool, err error) {
	id, err = s.entered(ctx, e.Key)
	if !errors.Is(err, geo.ErrNotFound) {
		return id, false, err
	}
	err = s.change(ctx, func(tx pgx.Tx) error {
		var err error
		id, err = s.logEntry(ctx, tx, e)
		return err
	})
	if errors.Is(err, geo.ErrConflict) { // it came over another connection meanwhile
		id, err = s.entered(ctx, e.Key)
		return id, false, err
	}
	return id, err == nil, err
}

func (s *Store) entered(ctx context.Context, key string) (int64, error) {
	var id *int64
	err := s.db.QueryRow(ctx, `SELECT resource_id FROM workshop_entry WHERE key = $1`, key).Scan(&id)
	return orZero(id), translate(err)
}

const seatOf = `
SELECT p.firm_id, p.table_no, w.closed, (SELECT min(id) FROM site WHERE site.firm_id = p.firm_id)
FROM participant AS p JOIN workshop AS w ON w.id = p.workshop_id
WHERE p.id = @participant AND w.id = @workshop FOR SHARE OF w`

const insertEntry = `
INSERT INTO workshop_entry (key, workshop_id, participant_id, resource_id, table_no)
VALUES (@key, @workshop, @participant, @resource, @table)`

func (s *Store) logEntry(ctx context.Context, tx pgx.Tx, e programme.Entry) (id int64, err error) {
	var closed bool
	var table *int
	args := pgx.NamedArgs{"key": e.Key, "workshop": e.WorkshopID, "participant": e.ParticipantID}
	err = tx.QueryRow(ctx, seatOf, args).Scan(&e.Resource.FirmID, &table, &closed, &e.Resource.SiteID)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return 0, geo.Invalid("participant_id", "unknown", "takes no part in this workshop")
	case err != nil:
		return 0, err
	case closed:
		return 0, geo.Invalid("workshop", "closed", "nothing is entered any more")
	}
	vals, err := values(e.Resource)
	if err != nil {
		return 0, err
	}
	columns := append([]string{"ref", "firm_id", "site_id"}, stored...)
	row := append([]any{e.Key, e.Resource.FirmID, e.Resource.SiteID}, vals...)
	if err := tx.QueryRow(ctx, insertSQL(columns), row...).Scan(&id); err != nil {
		return 0, err
	}
	args["resource"], args["table"] = id, table
	if _, err := tx.Exec(ctx, insertEntry, args); err != nil {
		return 0, err
	}
	return id, s.due(ctx, tx, []int64{id})
}

const selectEntries = `
SELECT key::text, coalesce(participant_id, 0), coalesce(table_no, 0), at, resource_id
FROM workshop_entry WHERE workshop_id = $1 AND resource_id IS NOT NULL ORDER BY id DESC LIMIT $2`

// Entries returns up to limit entries of a workshop whose resources still
// stand, the last first.
func (s *Store) Entries(ctx context.Context, workshop int64, limit int) ([]programme.Logged, error) {
	rows, _ := s.db.Query(ctx, selectEntries, workshop, limit)
	var ids []int64
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (programme.Logged, error) {
		var l programme.Logged
		err := row.Scan(&l.Key, &l.ParticipantID, &l.Table, &l.At, &l.Posting.Resource.ID)
		ids = append(ids, l.Posting.Resource.ID)
		return l, err
	})
	if err != nil {
		return nil, err
	}
	postings, err := s.postingsByID(ctx, ids)
	for i := range out {
		out[i].Posting = postings[out[i].Posting.Resource.ID]
	}
	return out, err
}
