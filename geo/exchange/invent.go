package exchange

import (
	"context"
	"slices"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
)

// Invent stores accounts of the demo, all with account.DemoPassword. Behind a
// door that is not open it is a geo.ErrForbidden.
func (x *Exchange) Invent(ctx context.Context, people []account.Account) error {
	if err := x.may(ctx, Users, Object{}); err != nil {
		return err
	}
	if !x.door.open {
		return geo.ErrForbidden
	}
	hash := ""
	if err := x.hashed(ctx, func() { hash = account.Hash(account.DemoPassword) }); err != nil {
		return err
	}
	for _, a := range people {
		a.Password, a.Demo = hash, true
		if err := a.Validate(); err != nil {
			return err
		}
		if err := x.store.InventAccount(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// Invented returns the accounts of the demo, in the order of standings; none
// behind a door that is not open, which does not admit them.
func (x *Exchange) Invented(ctx context.Context) ([]account.Account, error) {
	if err := x.may(ctx, Register, Object{}); err != nil {
		return nil, err
	}
	if !x.door.open {
		return nil, nil
	}
	all, err := x.store.Accounts(ctx, account.Filter{Text: account.DemoDomain}, mostAccounts)
	all = slices.DeleteFunc(all, func(a account.Account) bool { return !a.Demo })
	slices.SortStableFunc(all, func(a, b account.Account) int {
		return slices.Index(geo.Standings, a.Standing) - slices.Index(geo.Standings, b.Standing)
	})
	return all, err
}
