package flow

import (
	"cmp"
	"slices"

	"simbiyoz/geo"
)

// balanceKey names a balance.
type balanceKey struct {
	level    geo.FlowLevel
	place    string
	material string
	role     geo.Role
	unit     geo.Unit
}

// account is a balance being added up.
type account struct {
	geo.Balance
	firms, known, leftOf []int64
	most                 float64 // left of one resource
}

// balances adds up what every place has, of each material in each role.
func (t *Tally) balances() []geo.Balance {
	all := map[balanceKey]*account{}
	for _, s := range t.inOrder() {
		for _, at := range []struct {
			level geo.FlowLevel
			place string
		}{{geo.ByZone, s.Zone}, {geo.ByDistrict, s.District}, {geo.OfRegion, geo.AnyEnd}} {
			key := balanceKey{at.level, at.place, s.Material, s.Role, s.Unit}
			a := all[key]
			if a == nil {
				a = &account{Balance: geo.Balance{Level: key.level, Place: key.place, Material: key.material, Role: key.role, Unit: key.unit}}
				all[key] = a
			}
			a.add(s)
		}
	}
	out := make([]geo.Balance, 0, len(all))
	for _, a := range all {
		a.Firms, a.Known, a.LeftOf = distinct(a.firms), distinct(a.known), distinct(a.leftOf)
		out = append(out, a.Balance)
	}
	slices.SortFunc(out, func(a, b geo.Balance) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Place, b.Place), cmp.Compare(a.Material, b.Material),
			cmp.Compare(a.Role, b.Role), cmp.Compare(a.Unit, b.Unit))
	})
	return out
}

// inOrder returns the stands by id, so that equal ones answer alike every time.
func (t *Tally) inOrder() []*stand {
	out := make([]*stand, 0, len(t.stands))
	for _, s := range t.stands {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b *stand) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

func (a *account) add(s *stand) {
	a.firms = append(a.firms, s.FirmID)
	if s.Rate == nil {
		a.Unknown++
		return
	}
	a.known = append(a.known, s.FirmID)
	a.Total += *s.Rate
	if s.left <= negligible**s.Rate {
		return
	}
	a.leftOf = append(a.leftOf, s.FirmID)
	a.Left += s.left
	if s.left > a.most {
		a.most, a.Miss = s.left, cmp.Or(s.miss, &geo.Miss{Why: geo.MissNone})
	}
}

// distinct counts each firm once; it changes the order of firms.
func distinct(firms []int64) int {
	slices.Sort(firms)
	return len(slices.Compact(firms))
}

// negligible is the share of a resource that is not worth telling.
const negligible = 1e-9
