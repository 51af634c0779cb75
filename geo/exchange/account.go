package exchange

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
	"simbiyoz/geo/programme"
)

// AccountStore keeps accounts and the ways into them. Tokens come as digests;
// what is not there, used or expired is geo.ErrNotFound.
type AccountStore interface {
	Account(ctx context.Context, id int64) (account.Account, error)
	AccountByMail(ctx context.Context, mail string) (account.Account, error)
	AccountBySubject(ctx context.Context, issuer, subject string) (account.Account, error)
	BindSubject(ctx context.Context, id int64, issuer, subject string) error
	Accounts(ctx context.Context, f account.Filter, limit int) ([]account.Account, error)
	SaveAccount(ctx context.Context, a account.Account) (int64, error)
	// InventAccount stores an account of the demo, which can be used at once; one
	// of its mail that is there stays.
	InventAccount(ctx context.Context, a account.Account) error
	// SetPassword ends the account's sessions but one.
	SetPassword(ctx context.Context, id int64, hash string, but int64) error
	FoundFirm(ctx context.Context, id int64, f geo.Firm, site geo.Site) (firm int64, err error)

	AddSession(ctx context.Context, of int64, token []byte, agent string, expires time.Time) (int64, error)
	SessionByToken(ctx context.Context, token []byte) (account.Session, error)
	SawSession(ctx context.Context, id int64) error
	Sessions(ctx context.Context, of int64) ([]account.Session, error)
	EndSession(ctx context.Context, of, id int64) error

	AddLink(ctx context.Context, l account.Link, token []byte) error
	Invitations(ctx context.Context, firm int64) ([]account.Link, error)
	LinkByToken(ctx context.Context, token []byte) (account.Link, error)
	UseLink(ctx context.Context, token []byte, hash, name string) (int64, error)

	ShutUntil(ctx context.Context, mail []byte) (time.Time, error)
	FailLogin(ctx context.Context, mail []byte) error
	ForgiveLogin(ctx context.Context, mail []byte) error

	SetSecret(ctx context.Context, id int64, secret string) error
	// CloseSecret puts an account's secret in the place of the same one as it was
	// kept before.
	CloseSecret(ctx context.Context, id int64, was, secret string) error
	TakeStep(ctx context.Context, id, step int64) error
	DropSecond(ctx context.Context, id int64) error
	SetRecovery(ctx context.Context, id int64, codes [][]byte) error
	TakeRecovery(ctx context.Context, id int64, code []byte) error

	AddKey(ctx context.Context, k account.Key, token []byte) (int64, error)
	Keys(ctx context.Context, of int64) ([]account.Key, error)
	DeleteKey(ctx context.Context, of, id int64) error
	KeyByToken(ctx context.Context, token []byte) (account.Key, error)
}

// door is how people come in.
type door struct {
	open     bool          // who is not logged in runs the server: only while nobody else reaches it
	hashing  chan struct{} // a password's hash takes 19 MiB and a core
	letters  sync.WaitGroup
	provider Provider // nil: none
	seal     func() (*account.Seal, error)
}

func newDoor() *door { return &door{hashing: make(chan struct{}, runtime.NumCPU())} }

// OpenDoor says that who is not logged in runs the server: nobody else reaches
// it. Only then can the demo's accounts, whose password everybody knows, be
// used, and need facilitators and admins no second factor.
func (x *Exchange) OpenDoor(open bool) { x.door.open = open }

// Rest returns once letters that are under way were sent.
func (x *Exchange) Rest() { x.door.letters.Wait() }

// hashed runs do when there is room for one more password's hash.
func (x *Exchange) hashed(ctx context.Context, do func()) error {
	select {
	case x.door.hashing <- struct{}{}:
		defer func() { <-x.door.hashing }()
		do()
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Register sends a link that opens a new account to a mail. Nobody learns
// whether somebody has the mail: who has is written that, and the answer is the
// same. said is what the newcomer says of the current texts, of which the notice
// must be among it.
func (x *Exchange) Register(ctx context.Context, mail, name, lang string, said []programme.Consent) error {
	if err := x.may(ctx, Register, Object{}); err != nil {
		return err
	}
	a := account.Account{Mail: strings.TrimSpace(mail), Name: strings.TrimSpace(name), Language: lang, Standing: geo.Member}
	var errs geo.FieldErrors
	errs.Add("account", a.Validate())
	errs.Add("consents", x.checkConsents(ctx, said))
	if err := errs.Err(); err != nil {
		return err
	}
	was, err := x.store.AccountByMail(ctx, a.Mail)
	switch {
	case errors.Is(err, geo.ErrNotFound):
		if a.ID, err = x.store.SaveAccount(ctx, a); errors.Is(err, geo.ErrConflict) {
			return nil // it came twice at once, and the other one is answered
		}
	case err == nil && !was.Verified.IsZero():
		x.write(ctx, was, letterKnown, x.public+"/?view=account&part=forgot")
		return nil
	case err == nil:
		a.ID, a.Standing, a.FirmID, a.ZoneID = was.ID, was.Standing, was.FirmID, was.ZoneID
		_, err = x.store.SaveAccount(ctx, a)
	}
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	for _, c := range said {
		if err := x.store.Consent(geo.As(ctx, actor(a.ID)), a.ID, c); err != nil {
			return fmt.Errorf("register: consent to %s: %w", c.Kind, err)
		}
	}
	return x.sendLink(ctx, account.Link{Account: a, Purpose: account.Verify})
}

// Forgot sends a link that sets a new password to whom a mail is; the answer is
// the same where it is nobody's.
func (x *Exchange) Forgot(ctx context.Context, mail string) error {
	if err := x.may(ctx, Register, Object{}); err != nil {
		return err
	}
	if err := account.CheckMail("mail", strings.TrimSpace(mail)); err != nil {
		return err
	}
	a, err := x.store.AccountByMail(ctx, strings.TrimSpace(mail))
	switch {
	case errors.Is(err, geo.ErrNotFound) || err == nil && !a.Locked.IsZero():
		return nil
	case err != nil:
		return err
	case a.Verified.IsZero():
		return x.sendLink(ctx, account.Link{Account: a, Purpose: account.Verify})
	}
	return x.sendLink(ctx, account.Link{Account: a, Purpose: account.Reset})
}

// sendLink writes a letter with l, unless its account had many of late, and
// returns before it is sent.
func (x *Exchange) sendLink(ctx context.Context, l account.Link) error {
	address, err := x.newLink(ctx, l)
	if errors.Is(err, geo.ErrConflict) {
		x.log.WarnContext(ctx, "no more links for now", "account", l.Account.ID)
		return nil
	}
	if err != nil {
		return err
	}
	x.write(ctx, l.Account, letterOf[l.Purpose], address)
	return nil
}

func (x *Exchange) newLink(ctx context.Context, l account.Link) (address string, err error) {
	token := account.NewToken()
	if err := x.store.AddLink(ctx, l, account.Digest(token)); err != nil {
		return "", err
	}
	return x.public + "/?view=account&part=link&link=" + token, nil
}

// Link returns what a letter's link is for.
func (x *Exchange) Link(ctx context.Context, token string) (account.Link, error) {
	if err := x.may(ctx, Register, Object{}); err != nil {
		return account.Link{}, err
	}
	return x.store.LinkByToken(ctx, account.Digest(token))
}

// UseLink sets the password, and the name, of the account that a letter's link
// opens, and ends its sessions. The link counts once. Who has no second factor
// is logged in by the session token that is returned.
func (x *Exchange) UseLink(ctx context.Context, token, name, password, agent string) (session string, a account.Account, err error) {
	l, err := x.Link(ctx, token)
	if err != nil {
		return "", a, err
	}
	a = l.Account
	if name = strings.TrimSpace(name); name != "" {
		a.Name = name
	}
	var errs geo.FieldErrors
	errs.Add("name", geo.CheckText("name", a.Name, 1, 200))
	errs.Add("password", account.CheckPassword("password", password, a))
	if err := errs.Err(); err != nil {
		return "", a, err
	}
	hash := ""
	if err := x.hashed(ctx, func() { hash = account.Hash(password) }); err != nil {
		return "", a, err
	}
	if _, err := x.store.UseLink(geo.As(ctx, actor(a.ID)), account.Digest(token), hash, a.Name); err != nil {
		return "", a, err
	}
	if !a.Second.IsZero() {
		return "", a, nil
	}
	if a, err = x.store.Account(ctx, a.ID); err != nil { // it may have joined a firm
		return "", a, err
	}
	session, err = x.newSession(ctx, a, agent)
	return session, a, err
}

// actor names an account in what is kept of changes.
func actor(id int64) string { return fmt.Sprintf("user:%d", id) }
