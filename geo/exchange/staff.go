package exchange

import (
	"context"
	"errors"
	"strings"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
)

// mostAccounts are listed at once.
const mostAccounts = 500

// Members returns the accounts of a firm's members and which mails were invited.
func (x *Exchange) Members(ctx context.Context, firm int64) ([]account.Account, []account.Link, error) {
	if err := x.may(ctx, Staff, of(firm)); err != nil {
		return nil, nil, err
	}
	found, err := x.store.Accounts(ctx, account.Filter{FirmID: firm}, mostAccounts)
	if err != nil {
		return nil, nil, err
	}
	invited, err := x.store.Invitations(ctx, firm)
	return found, invited, err
}

// InviteMember sends a link to a mail that makes who follows it a member of a
// firm, unless they are of another one. The answer tells nobody whether the
// mail has an account already.
func (x *Exchange) InviteMember(ctx context.Context, firm int64, mail, lang string, standing geo.Standing) error {
	if err := x.may(ctx, Staff, of(firm)); err != nil {
		return err
	}
	mail = strings.TrimSpace(mail)
	a := account.Account{Mail: mail, Name: mail, Language: lang, Standing: geo.Member}
	var errs geo.FieldErrors
	errs.Add("mail", a.Validate())
	geo.OneOf(&errs, "standing", standing, []geo.Standing{geo.Member, geo.FirmAdmin})
	if err := errs.Err(); err != nil {
		return err
	}
	was, err := x.store.AccountByMail(ctx, mail)
	switch {
	case errors.Is(err, geo.ErrNotFound):
		if a.ID, err = x.store.SaveAccount(ctx, a); err != nil {
			return err
		}
	case err != nil:
		return err
	default:
		a = was
	}
	return x.sendLink(ctx, account.Link{Account: a, Purpose: account.Invite, FirmID: firm, Standing: standing})
}

// SetMember makes a member of a firm its admin or no longer that; with no
// standing it lets the member go. Nobody does that to themselves.
func (x *Exchange) SetMember(ctx context.Context, firm, id int64, standing geo.Standing) error {
	if err := x.may(ctx, Staff, of(firm)); err != nil {
		return err
	}
	a, err := x.store.Account(ctx, id)
	if err != nil {
		return err
	}
	switch {
	case a.FirmID != firm:
		return geo.ErrNotFound
	case a.ID == geo.ViewerOf(ctx).UserID:
		return geo.Invalid("standing", "self", "is for others to change")
	case standing == "":
		a.Standing, a.FirmID = geo.Member, 0
	case standing != geo.Member && standing != geo.FirmAdmin:
		return geo.Invalid("standing", "unknown", "%q is none that a firm gives", standing)
	default:
		a.Standing = standing
	}
	_, err = x.store.SaveAccount(ctx, a)
	return err
}

// Users returns the accounts that f leaves, by name.
func (x *Exchange) Users(ctx context.Context, f account.Filter) ([]account.Account, error) {
	if err := x.may(ctx, Users, Object{}); err != nil {
		return nil, err
	}
	return x.store.Accounts(ctx, f, mostAccounts)
}

// AddUser makes an account in whatever standing and sends its mail a link. It
// also returns the link's address, for whoever runs the machine.
func (x *Exchange) AddUser(ctx context.Context, a account.Account) (account.Account, string, error) {
	if err := x.may(ctx, Users, Object{}); err != nil {
		return a, "", err
	}
	a.Mail, a.Name = strings.TrimSpace(a.Mail), strings.TrimSpace(a.Name)
	if err := a.Validate(); err != nil {
		return a, "", err
	}
	var err error
	if a.ID, err = x.store.SaveAccount(ctx, a); errors.Is(err, geo.ErrConflict) {
		return a, "", geo.Invalid("mail", "taken", "%s has an account", a.Mail)
	} else if err != nil {
		return a, "", err
	}
	address, err := x.newLink(ctx, account.Link{Account: a, Purpose: account.Invite})
	if err != nil {
		return a, "", err
	}
	x.write(ctx, a, letterOf[account.Invite], address)
	return a, address, nil
}

// UserChange is what an admin changes of an account; nil leaves it.
type UserChange struct {
	Standing *geo.Standing
	FirmID   *int64
	ZoneID   *int64
	Locked   *bool
	Second   *bool // false takes the second factor away, of whom lost it
}

// SetUser changes an account. Nobody lowers or locks themselves, so that there
// is always an admin left.
func (x *Exchange) SetUser(ctx context.Context, id int64, c UserChange) (account.Account, error) {
	if err := x.may(ctx, Users, Object{}); err != nil {
		return account.Account{}, err
	}
	a, err := x.store.Account(ctx, id)
	if err != nil {
		return a, err
	}
	if id == geo.ViewerOf(ctx).UserID {
		return a, geo.Invalid("standing", "self", "is for others to change")
	}
	a = c.apply(a)
	if err := a.Validate(); err != nil {
		return a, err
	}
	if _, err := x.store.SaveAccount(ctx, a); err != nil {
		return a, err
	}
	if c.Second != nil && !*c.Second {
		if err := x.store.DropSecond(ctx, id); err != nil {
			return a, err
		}
	}
	return x.store.Account(ctx, id)
}

// apply returns a as c changes it. A standing that has no firm or zone leaves
// the one that it had.
func (c UserChange) apply(a account.Account) account.Account {
	if c.Standing != nil {
		a.Standing = *c.Standing
		if a.Standing != geo.Member && a.Standing != geo.FirmAdmin {
			a.FirmID = 0
		}
		if a.Standing != geo.ZoneManager {
			a.ZoneID = 0
		}
	}
	if c.FirmID != nil {
		a.FirmID = *c.FirmID
	}
	if c.ZoneID != nil {
		a.ZoneID = *c.ZoneID
	}
	switch {
	case c.Locked == nil:
	case !*c.Locked:
		a.Locked = time.Time{}
	case a.Locked.IsZero():
		a.Locked = time.Now()
	}
	return a
}
