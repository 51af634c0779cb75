package exchange

import (
	"context"
	"errors"
	"fmt"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
)

// Provider lets people log in elsewhere.
type Provider interface {
	Name() string // what people call it
	// Begin returns the address where somebody logs in.
	Begin(ctx context.Context, state, nonce, verifier string) (string, error)
	// Finish trades the code that they came back with for who they are.
	Finish(ctx context.Context, code, nonce, verifier string) (account.Identity, error)
}

// UseProvider lets people log in by p too.
func (x *Exchange) UseProvider(p Provider) { x.door.provider = p }

// ProviderName returns what the provider is called that people may log in by;
// empty: there is none.
func (x *Exchange) ProviderName() string {
	if x.door.provider == nil {
		return ""
	}
	return x.door.provider.Name()
}

// BeginElsewhere returns the address at the provider where somebody logs in.
func (x *Exchange) BeginElsewhere(ctx context.Context, state, nonce, verifier string) (string, error) {
	if err := x.may(ctx, Register, Object{}); err != nil {
		return "", err
	}
	if x.door.provider == nil {
		return "", geo.ErrNotFound
	}
	return x.door.provider.Begin(ctx, state, nonce, verifier)
}

// FinishElsewhere opens a session for who comes back from the provider with a
// code. Whose verified mail nobody has becomes a member; whose somebody has is
// that account from then on. An account with a second factor comes in only when
// the provider asked for one as well.
func (x *Exchange) FinishElsewhere(ctx context.Context, code, nonce, verifier, agent string) (token string, a account.Account, err error) {
	if err := x.may(ctx, Register, Object{}); err != nil {
		return "", a, err
	}
	if x.door.provider == nil {
		return "", a, geo.ErrNotFound
	}
	who, err := x.door.provider.Finish(ctx, code, nonce, verifier)
	if err != nil {
		return "", a, err
	}
	if a, err = x.accountOf(ctx, who); err != nil {
		return "", a, err
	}
	if !a.Locked.IsZero() || !x.admits(a) {
		return "", a, ErrLogin
	}
	if !a.Second.IsZero() && !who.Second {
		return "", a, ErrSecond
	}
	token, err = x.newSession(ctx, a, agent)
	return token, a, err
}

// accountOf returns the account of who, made if need be.
func (x *Exchange) accountOf(ctx context.Context, who account.Identity) (account.Account, error) {
	a, err := x.store.AccountBySubject(ctx, who.Issuer, who.Subject)
	if !errors.Is(err, geo.ErrNotFound) {
		return a, err
	}
	if !who.Verified || account.CheckMail("mail", who.Mail) != nil {
		return a, fmt.Errorf("the provider has verified no mail: %w", ErrLogin)
	}
	a, err = x.store.AccountByMail(ctx, who.Mail)
	if errors.Is(err, geo.ErrNotFound) {
		a = account.Account{Mail: who.Mail, Name: who.Name, Language: who.Language, Standing: geo.Member}
		if a.Name == "" {
			a.Name = who.Mail
		}
		if err := a.Validate(); err != nil {
			return a, err
		}
		a.ID, err = x.store.SaveAccount(ctx, a)
	}
	if err != nil {
		return a, err
	}
	if err := x.store.BindSubject(geo.As(ctx, actor(a.ID)), a.ID, who.Issuer, who.Subject); err != nil {
		return a, err
	}
	return x.store.Account(ctx, a.ID)
}
