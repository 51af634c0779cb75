package exchange

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

// PrivacyStore keeps what people agreed to, and lets go of what names them.
type PrivacyStore interface {
	// ConsentTexts returns the latest version of every text.
	ConsentTexts(ctx context.Context) ([]programme.ConsentText, error)
	// ConsentHistory returns every version of every text, the latest first.
	ConsentHistory(ctx context.Context) ([]programme.ConsentText, error)
	// AddConsentText returns the new version's number, and how many people it is
	// asked about anew.
	AddConsentText(ctx context.Context, t programme.ConsentText) (version, asked int, err error)
	Consents(ctx context.Context, account int64) ([]programme.Consent, error)
	Consent(ctx context.Context, account int64, c programme.Consent) error
	// Unsaid lists the kinds of text of whose current version an account has
	// still to say something: a notice that it has not read, and what it agreed
	// to in an older version.
	Unsaid(ctx context.Context, account int64) ([]programme.ConsentKind, error)
	// PersonData returns everything that is kept about a person, as JSON.
	PersonData(ctx context.Context, account int64) (json.RawMessage, error)
	ForgetPerson(ctx context.Context, account int64) error
	// Retain lets go of what was kept long enough and returns how many rows that touched.
	Retain(ctx context.Context, r programme.Retention) (int, error)
}

// ConsentTexts returns the latest version of every text. Everybody may read
// them.
func (x *Exchange) ConsentTexts(ctx context.Context) ([]programme.ConsentText, error) {
	return x.store.ConsentTexts(ctx)
}

// ConsentHistory returns every version of every text, the latest first. What
// people agreed to everybody may read.
func (x *Exchange) ConsentHistory(ctx context.Context) ([]programme.ConsentText, error) {
	return x.store.ConsentHistory(ctx)
}

// AddConsentText stores the next version of a text and returns its number, and
// how many people are asked about it anew: of the notice all, of others those who
// agreed to an older version.
func (x *Exchange) AddConsentText(ctx context.Context, t programme.ConsentText) (version, asked int, err error) {
	if err := x.may(ctx, KeepTexts, Object{}); err != nil {
		return 0, 0, err
	}
	if err := t.Validate(); err != nil {
		return 0, 0, err
	}
	return x.store.AddConsentText(ctx, t)
}

// me returns ctx's viewer's account; who has none is geo.ErrNotFound.
func (x *Exchange) me(ctx context.Context) (int64, error) {
	id := geo.ViewerOf(ctx).UserID
	if err := x.may(ctx, OwnData, Object{User: id}); err != nil {
		return 0, err
	}
	if id == 0 {
		return 0, fmt.Errorf("no account: %w", geo.ErrNotFound)
	}
	return id, nil
}

// Consents returns what ctx's viewer last said of every kind of text.
func (x *Exchange) Consents(ctx context.Context) ([]programme.Consent, error) {
	id, err := x.me(ctx)
	if err != nil {
		return nil, err
	}
	return x.store.Consents(ctx, id)
}

// Consent notes what ctx's viewer says of a version of a text.
func (x *Exchange) Consent(ctx context.Context, c programme.Consent) error {
	id, err := x.me(ctx)
	if err != nil {
		return err
	}
	return x.store.Consent(ctx, id, c)
}

// Unsaid lists what ctx's viewer, who has an account, is to be asked about: the
// notice where its current version was not read, and what the viewer agreed to
// in an older version.
func (x *Exchange) Unsaid(ctx context.Context) ([]programme.ConsentKind, error) {
	a, err := x.self(ctx, OwnAccount)
	if err != nil {
		return nil, err
	}
	return x.store.Unsaid(ctx, a.ID)
}

// checkConsents refuses what a newcomer says of texts unless it is of their
// current versions and says that the notice was read.
func (x *Exchange) checkConsents(ctx context.Context, said []programme.Consent) error {
	texts, err := x.store.ConsentTexts(ctx)
	if err != nil {
		return err
	}
	var errs geo.FieldErrors
	now := map[programme.ConsentKind]int{}
	for _, t := range texts {
		now[t.Kind] = t.Version
	}
	read := false
	for _, c := range said {
		if version, there := now[c.Kind]; !there || version != c.Version {
			errs.Add(string(c.Kind), geo.Invalid(string(c.Kind), "stale", "version %d is not the current one", c.Version))
		}
		read = read || c.Kind == programme.ConsentNotice && c.Given
	}
	if _, there := now[programme.ConsentNotice]; there && !read {
		errs.Add("notice", geo.Invalid("notice", "required", "must have been read"))
	}
	return errs.Err()
}

// PersonData returns everything that is kept about ctx's viewer, as JSON.
func (x *Exchange) PersonData(ctx context.Context) (json.RawMessage, error) {
	id, err := x.me(ctx)
	if err != nil {
		return nil, err
	}
	return x.store.PersonData(ctx, id)
}

// ForgetMe deletes ctx's viewer's account, with their mail as the word that
// they mean it. Sums of the ledger stay.
func (x *Exchange) ForgetMe(ctx context.Context, mail string) error {
	id, err := x.me(ctx)
	if err != nil {
		return err
	}
	a, err := x.store.Account(ctx, id)
	if err != nil {
		return err
	}
	if !strings.EqualFold(strings.TrimSpace(mail), a.Mail) {
		return geo.Invalid("mail", "unknown", "is not this account's")
	}
	return x.store.ForgetPerson(ctx, id)
}

// Retain lets go of what was kept long enough.
func (x *Exchange) Retain(ctx context.Context, r programme.Retention) error {
	n, err := x.store.Retain(ctx, r)
	if n > 0 {
		x.log.InfoContext(ctx, "retention", "rows", n)
	}
	return err
}
