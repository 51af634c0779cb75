package exchange

import (
	"context"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
)

// SealSeconds says by what the secrets of second factors are closed before they
// are stored; open is called when the first one is needed. Without it there are
// no second factors.
func (x *Exchange) SealSeconds(open func() (*account.Seal, error)) { x.door.seal = open }

func (x *Exchange) seal() (*account.Seal, error) {
	if x.door.seal == nil {
		return nil, geo.ErrUnsupported
	}
	return x.door.seal()
}

// codeStep returns the step of time that a code of a's second factor is of. A
// secret that was stored before secrets were closed is closed now.
func (x *Exchange) codeStep(ctx context.Context, a account.Account, code string) (int64, error) {
	seal, err := x.seal()
	if err != nil {
		return 0, err
	}
	secret, closed, err := seal.Open(a.Secret, a.ID)
	if err != nil {
		return 0, err
	}
	step, err := account.CodeStep(secret, code, a.Step, time.Now())
	if err == nil && !closed {
		err = x.store.CloseSecret(geo.As(ctx, "system"), a.ID, a.Secret, seal.Close(secret, a.ID))
	}
	return step, err
}
