package exchange

import (
	"context"
	"errors"
	"strings"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
)

// ErrLogin is of a mail and a password that do not belong together, whatever
// is wrong with them. ErrSecond is of a login that lacks its second factor.
var (
	ErrLogin  = errors.New("mail and password do not belong together")
	ErrSecond = geo.Invalid("code", "required", "a code of the second factor is needed")
)

// ShutError says until when logins with a mail are refused, whether somebody
// has it or not.
type ShutError struct{ Until time.Time }

func (e *ShutError) Error() string { return "too many failed logins" }

// Login opens a session for who knows an account's password, and a code of its
// second factor where it has one. It returns the session's token.
func (x *Exchange) Login(ctx context.Context, mail, password, code, agent string) (token string, a account.Account, err error) {
	if err := x.may(ctx, Register, Object{}); err != nil {
		return "", a, err
	}
	mail = strings.TrimSpace(mail)
	digest := account.MailDigest(mail)
	until, err := x.store.ShutUntil(ctx, digest)
	if err != nil {
		return "", a, err
	}
	if !until.IsZero() {
		return "", a, &ShutError{until}
	}
	if a, err = x.knows(ctx, mail, password); err == nil && !a.Second.IsZero() {
		if code == "" {
			return "", a, ErrSecond
		}
		err = x.giveCode(ctx, a, code)
	}
	var wrong *geo.FieldError
	if errors.Is(err, ErrLogin) || errors.As(err, &wrong) {
		return "", account.Account{}, errors.Join(err, x.store.FailLogin(ctx, digest))
	}
	if err != nil {
		return "", account.Account{}, err
	}
	if err := x.store.ForgiveLogin(ctx, digest); err != nil {
		return "", a, err
	}
	token, err = x.newSession(ctx, a, agent)
	return token, a, err
}

// knows returns the account of a mail, or ErrLogin when password is not its or
// it cannot be used; all of that takes as long.
func (x *Exchange) knows(ctx context.Context, mail, password string) (account.Account, error) {
	a, err := x.store.AccountByMail(ctx, mail)
	if err != nil && !errors.Is(err, geo.ErrNotFound) {
		return a, err
	}
	right := false
	if err := x.hashed(ctx, func() { right = account.Matches(a.Password, password) }); err != nil {
		return a, err
	}
	if !right || a.Verified.IsZero() || !a.Locked.IsZero() || !x.admits(a) {
		return account.Account{}, ErrLogin
	}
	return a, nil
}

// admits reports whether a may come in here: the demo's accounts only behind an
// open door.
func (x *Exchange) admits(a account.Account) bool { return !a.Demo || x.door.open }

// giveCode takes a code of a's second factor, or a recovery code, which counts
// once. A wrong one is a *geo.FieldError of "code".
func (x *Exchange) giveCode(ctx context.Context, a account.Account, code string) error {
	if recovery := account.AsRecovery(code); recovery != "" {
		err := x.store.TakeRecovery(ctx, a.ID, account.Digest(recovery))
		if errors.Is(err, geo.ErrNotFound) {
			return geo.Invalid("code", "wrong", "is no recovery code that is left")
		}
		return err
	}
	step, err := x.codeStep(ctx, a, code)
	if err != nil {
		return err
	}
	err = x.store.TakeStep(geo.As(ctx, actor(a.ID)), a.ID, step)
	if errors.Is(err, geo.ErrConflict) {
		return geo.Invalid("code", "used", "was given already")
	}
	return err
}

// longestAgent is how much of a browser's name is kept.
const longestAgent = 200

func (x *Exchange) newSession(ctx context.Context, a account.Account, agent string) (token string, err error) {
	token = account.NewToken()
	whole, _ := account.Lifetime(a.Standing)
	agent = strings.ToValidUTF8(agent[:min(len(agent), longestAgent)], "")
	_, err = x.store.AddSession(ctx, a.ID, account.Digest(token), strings.ReplaceAll(agent, "\x00", ""), time.Now().Add(whole))
	return token, err
}

// seenEvery is how often the use of a session is noted.
const seenEvery = time.Minute

// ViewerBySession returns on whose behalf the bearer of a session's token asks,
// with the session, or geo.ErrNotFound.
func (x *Exchange) ViewerBySession(ctx context.Context, token string) (geo.Viewer, account.Session, error) {
	e, err := x.store.SessionByToken(ctx, account.Digest(token))
	if err != nil {
		return geo.Viewer{}, e, err
	}
	_, idle := account.Lifetime(e.Account.Standing)
	if time.Since(e.Seen) > idle || !x.admits(e.Account) {
		return geo.Viewer{}, e, geo.ErrNotFound
	}
	if time.Since(e.Seen) > seenEvery {
		err = x.store.SawSession(ctx, e.ID)
	}
	return e.Account.Viewer(!x.door.open), e, err
}

// ViewerByKey returns on whose behalf the bearer of an API key asks, or
// geo.ErrNotFound. A key without the scope to read sees what visitors see.
func (x *Exchange) ViewerByKey(ctx context.Context, key string) (geo.Viewer, error) {
	k, err := x.store.KeyByToken(ctx, account.Digest(key))
	if err != nil {
		return geo.Viewer{}, err
	}
	if !x.admits(k.Account) {
		return geo.Viewer{}, geo.ErrNotFound
	}
	v := k.Account.Viewer(!x.door.open)
	v.ByKey, v.Scopes = true, k.Scopes
	return v, nil
}

// Logout ends a session.
func (x *Exchange) Logout(ctx context.Context, e account.Session) error {
	err := x.store.EndSession(ctx, e.Account.ID, e.ID)
	if errors.Is(err, geo.ErrNotFound) {
		return nil
	}
	return err
}
