package exchange

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"simbiyoz/geo"
)

// AlertStore keeps alerts; see [Store].
type AlertStore interface {
	// Alerts returns the alerts that a user made.
	Alerts(ctx context.Context, user int64) ([]geo.Alert, error)
	// SaveAlert inserts a (ID 0) or replaces what its user made before.
	SaveAlert(ctx context.Context, a geo.Alert) (int64, error)
	DeleteAlert(ctx context.Context, user, id int64) error
	// Unsubscribe pauses the alert of a token; it returns its name and language.
	Unsubscribe(ctx context.Context, token string) (geo.Alert, error)
	// AlertFound returns what a user's alert told of and notes that it was seen.
	AlertFound(ctx context.Context, user, id int64, limit int) ([]geo.MatchPair, error)
	// DueAlerts returns the alerts that may speak again.
	DueAlerts(ctx context.Context) ([]int64, error)
	// TellAlert hands an alert's new matches to tell, when there are any, and
	// notes that they were told unless tell fails; it finds and tells what who
	// may see that made it.
	TellAlert(ctx context.Context, id int64, who func(user int64) (geo.Viewer, error), tell func(geo.Digest) error) error
}

// mostAlerts of one user.
const mostAlerts = 50

// mine returns the id of ctx's viewer, who may have alerts.
func (x *Exchange) mine(ctx context.Context) (user int64, err error) {
	user = geo.ViewerOf(ctx).UserID
	return user, x.may(ctx, Alert, Object{User: user})
}

// Alerts returns the alerts of ctx's viewer.
func (x *Exchange) Alerts(ctx context.Context) ([]geo.Alert, error) {
	user, err := x.mine(ctx)
	if err != nil {
		return nil, err
	}
	return x.store.Alerts(ctx, user)
}

// SaveAlert stores an alert of ctx's viewer, new (ID 0) or changed, and returns
// its id. Only who belongs to a firm, or to the agency, asks for all of a firm's.
func (x *Exchange) SaveAlert(ctx context.Context, a geo.Alert) (int64, error) {
	user, err := x.mine(ctx)
	if err != nil {
		return 0, err
	}
	if err := a.Validate(); err != nil {
		return 0, err
	}
	if a.FirmID != 0 && x.may(ctx, AlertFirm, of(a.FirmID)) != nil {
		return 0, geo.Invalid("firm", "forbidden", "is not yours")
	}
	mine, err := x.store.Alerts(ctx, user)
	if err != nil {
		return 0, err
	}
	if a.ID == 0 && len(mine) >= mostAlerts {
		return 0, geo.Invalid("name", "limit", "nobody has more than %d alerts", mostAlerts)
	}
	a.UserID, a.Token = user, rand.Text()
	return x.store.SaveAlert(ctx, a)
}

// DeleteAlert deletes an alert of ctx's viewer.
func (x *Exchange) DeleteAlert(ctx context.Context, id int64) error {
	user, err := x.mine(ctx)
	if err != nil {
		return err
	}
	return x.store.DeleteAlert(ctx, user, id)
}

// AlertFound returns up to limit matches that an alert of ctx's viewer told of,
// last first, which are seen from then on.
func (x *Exchange) AlertFound(ctx context.Context, id int64, limit int) ([]geo.MatchPair, error) {
	user, err := x.mine(ctx)
	if err != nil {
		return nil, err
	}
	return x.store.AlertFound(ctx, user, id, limit)
}

// receiver returns through whose eyes what a user's alerts tell is looked at: by
// what the user may see now, whatever that was when the alert was made. 0 is who
// runs the server. An account that is gone, locked or never proved its mail is
// told nothing: geo.ErrNotFound.
func (x *Exchange) receiver(ctx context.Context, user int64) (geo.Viewer, error) {
	if user == 0 {
		return geo.System, nil
	}
	a, err := x.store.Account(ctx, user)
	if err == nil && (a.Verified.IsZero() || !a.Locked.IsZero()) {
		err = fmt.Errorf("account %d: %w", user, geo.ErrNotFound)
	}
	return a.Viewer(!x.door.open), err
}

// Unsubscribe ends the letters of the alert that token is of; its name and
// language are returned.
func (x *Exchange) Unsubscribe(ctx context.Context, token string) (geo.Alert, error) {
	return x.store.Unsubscribe(ctx, token)
}

// TellAlerts sends a digest for every alert that is due and has something new
// to tell. An alert whose letter could not be sent has it sent the next time;
// the others are told all the same.
func (x *Exchange) TellAlerts(ctx context.Context) error {
	due, err := x.store.DueAlerts(ctx)
	if err != nil {
		return fmt.Errorf("alerts: %w", err)
	}
	var failed []error
	who := func(user int64) (geo.Viewer, error) { return x.receiver(ctx, user) }
	for _, id := range due {
		err := x.store.TellAlert(ctx, id, who, func(d geo.Digest) error { return x.mail.Send(ctx, x.letter(d)) })
		if err != nil && !errors.Is(err, geo.ErrNotFound) {
			failed = append(failed, fmt.Errorf("alert %d: %w", id, err))
		}
	}
	return errors.Join(failed...)
}
