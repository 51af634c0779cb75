package exchange

import (
	"context"
	"errors"
	"strings"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
)

// self returns the account of ctx's viewer, who may do an action to it.
func (x *Exchange) self(ctx context.Context, a Action) (account.Account, error) {
	user := geo.ViewerOf(ctx).UserID
	if err := x.may(ctx, a, Object{User: user}); err != nil {
		return account.Account{}, err
	}
	return x.store.Account(ctx, user)
}

// Me returns the account of ctx's viewer.
func (x *Exchange) Me(ctx context.Context) (account.Account, error) { return x.self(ctx, OwnAccount) }

// NeedsSecond reports whether a can do nothing until it has a second factor.
func (x *Exchange) NeedsSecond(a account.Account) bool {
	return !x.door.open && account.NeedsSecond(a.Standing) && a.Second.IsZero()
}

// ChangeMe gives the viewer's account another name and language.
func (x *Exchange) ChangeMe(ctx context.Context, name, lang string) (account.Account, error) {
	a, err := x.self(ctx, OwnAccount)
	if err != nil {
		return a, err
	}
	a.Name, a.Language = strings.TrimSpace(name), lang
	if err := a.Validate(); err != nil {
		return a, err
	}
	_, err = x.store.SaveAccount(ctx, a)
	return a, err
}

// ChangePassword gives the viewer's account another password and ends all its
// sessions but the one that asks. A wrong old one counts as a failed login.
func (x *Exchange) ChangePassword(ctx context.Context, session int64, old, password string) error {
	a, err := x.self(ctx, OwnAccount)
	if err != nil {
		return err
	}
	if err := account.CheckPassword("password", password, a); err != nil {
		return err
	}
	digest := account.MailDigest(a.Mail)
	if until, err := x.store.ShutUntil(ctx, digest); err != nil {
		return err
	} else if !until.IsZero() {
		return &ShutError{until}
	}
	if _, err := x.knows(ctx, a.Mail, old); errors.Is(err, ErrLogin) {
		return errors.Join(geo.Invalid("old", "wrong", "is not the password"), x.store.FailLogin(ctx, digest))
	} else if err != nil {
		return err
	}
	hash := ""
	if err := x.hashed(ctx, func() { hash = account.Hash(password) }); err != nil {
		return err
	}
	return x.store.SetPassword(ctx, a.ID, hash, session)
}

// Sessions returns the sessions of the viewer's account, the last used first.
func (x *Exchange) Sessions(ctx context.Context) ([]account.Session, error) {
	a, err := x.self(ctx, OwnAccount)
	if err != nil {
		return nil, err
	}
	return x.store.Sessions(ctx, a.ID)
}

// EndSession ends a session of the viewer's account.
func (x *Exchange) EndSession(ctx context.Context, id int64) error {
	a, err := x.self(ctx, OwnAccount)
	if err != nil {
		return err
	}
	return x.store.EndSession(ctx, a.ID, id)
}

// StartSecond returns the secret of a new second factor for the viewer's
// account, and the address by which an authenticator app learns it. It does not
// count before [Exchange.ProveSecond].
func (x *Exchange) StartSecond(ctx context.Context) (secret, address string, err error) {
	a, err := x.self(ctx, OwnAccount)
	if err != nil {
		return "", "", err
	}
	if secret, address, err = account.NewSecret(a.Mail); err != nil {
		return "", "", err
	}
	seal, err := x.seal()
	if err != nil {
		return "", "", err
	}
	return secret, address, x.store.SetSecret(ctx, a.ID, seal.Close(secret, a.ID))
}

// ProveSecond makes the second factor that was started count, as code proves
// that the app has it. It returns recovery codes, which are not told again, and
// the token of a new session in place of the one that asks.
func (x *Exchange) ProveSecond(ctx context.Context, was account.Session, code string) (codes []string, token string, err error) {
	a, err := x.self(ctx, OwnAccount)
	if err != nil {
		return nil, "", err
	}
	if a.Secret == "" || !a.Second.IsZero() {
		return nil, "", geo.ErrConflict
	}
	step, err := x.codeStep(ctx, a, code)
	if err != nil {
		return nil, "", err
	}
	if err := x.store.TakeStep(ctx, a.ID, step); err != nil {
		return nil, "", err
	}
	if codes, err = x.newRecovery(ctx, a.ID); err != nil {
		return nil, "", err
	}
	if err := x.Logout(ctx, was); err != nil {
		return nil, "", err
	}
	token, err = x.newSession(ctx, a, was.Agent)
	return codes, token, err
}

func (x *Exchange) newRecovery(ctx context.Context, id int64) ([]string, error) {
	codes := account.NewRecoveryCodes()
	digests := make([][]byte, len(codes))
	for i, c := range codes {
		digests[i] = account.Digest(c)
	}
	return codes, x.store.SetRecovery(ctx, id, digests)
}

// DropSecond takes the second factor of the viewer's account away, whose code
// must be given. Who needs one keeps it.
func (x *Exchange) DropSecond(ctx context.Context, code string) error {
	a, err := x.self(ctx, OwnAccount)
	if err != nil {
		return err
	}
	if a.Second.IsZero() {
		return geo.ErrConflict
	}
	if !x.door.open && account.NeedsSecond(a.Standing) {
		return geo.Invalid("code", "required", "a %s keeps the second factor", a.Standing)
	}
	if err := x.giveCode(ctx, a, code); err != nil {
		return err
	}
	return x.store.DropSecond(ctx, a.ID)
}

// mostKeys of one account.
const mostKeys = 20

// Keys returns the API keys of the viewer's account.
func (x *Exchange) Keys(ctx context.Context) ([]account.Key, error) {
	a, err := x.self(ctx, Keys)
	if err != nil {
		return nil, err
	}
	return x.store.Keys(ctx, a.ID)
}

// AddKey makes an API key of the viewer's account. The key itself is told this
// once alone.
func (x *Exchange) AddKey(ctx context.Context, k account.Key) (account.Key, string, error) {
	a, err := x.self(ctx, Keys)
	if err != nil {
		return k, "", err
	}
	k.Account, k.Created = a, time.Now()
	if err := k.Validate(k.Created); err != nil {
		return k, "", err
	}
	made, err := x.store.Keys(ctx, a.ID)
	if err != nil {
		return k, "", err
	}
	if len(made) >= mostKeys {
		return k, "", geo.Invalid("name", "limit", "nobody has more than %d keys", mostKeys)
	}
	key := ""
	key, k.Prefix = account.NewKey()
	k.ID, err = x.store.AddKey(ctx, k, account.Digest(key))
	return k, key, err
}

// DeleteKey deletes an API key of the viewer's account.
func (x *Exchange) DeleteKey(ctx context.Context, id int64) error {
	a, err := x.self(ctx, Keys)
	if err != nil {
		return err
	}
	return x.store.DeleteKey(ctx, a.ID, id)
}

// FoundFirm brings the firm of a member who has none in, with its first site,
// and makes the member its admin. Without a place the site is at its zone's
// gate.
func (x *Exchange) FoundFirm(ctx context.Context, f geo.Firm, site geo.Site) (int64, error) {
	a, err := x.self(ctx, FoundFirm)
	if err != nil {
		return 0, err
	}
	f.Ref = "new"
	if site.ZoneID != 0 {
		z, err := x.store.Zone(ctx, site.ZoneID)
		if err != nil {
			return 0, geo.Invalid("zone", "unknown", "%d is no zone", site.ZoneID)
		}
		if site.Place == (geo.Point{}) {
			site.Place = z.Gate
		}
	}
	var errs geo.FieldErrors
	errs.Add("firm", f.Validate())
	if site.Place == (geo.Point{}) {
		errs.Add("zone", geo.Invalid("zone", "required", "a zone or a place says where the firm is"))
	} else {
		errs.Add("site", site.Validate())
	}
	if err := errs.Err(); err != nil {
		return 0, err
	}
	return x.store.FoundFirm(ctx, a.ID, f, site)
}
