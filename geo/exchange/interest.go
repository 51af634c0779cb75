package exchange

import (
	"context"
	"errors"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

// mostInquiries and mostNotices are how many are listed at once.
const (
	mostInquiries = 200
	mostNotices   = 100
)

// ExpressInterest says that a firm is interested in a match. The other side
// is told without names; where it has asked before, this accepts, and a
// synergy is born. Asking again changes nothing.
func (x *Exchange) ExpressInterest(ctx context.Context, source, sink, asFirm int64, note string) (programme.Interest, error) {
	pair, err := x.store.Match(ctx, source, sink)
	if err != nil {
		return programme.Interest{}, err
	}
	side, err := x.sideOf(ctx, Approach, pair, asFirm)
	if err != nil {
		return programme.Interest{}, err
	}
	i := programme.Interest{SourceID: source, SinkID: sink, Asker: side, Note: note}
	if err := i.Validate(); err != nil {
		return i, err
	}
	last, err := x.store.InterestIn(ctx, source, sink)
	switch {
	case err != nil && !errors.Is(err, geo.ErrNotFound):
		return i, err
	case err == nil && last.State == programme.Asked && last.Asker == side:
		return last, nil
	case err == nil && last.State == programme.Asked:
		i, err := x.store.AnswerInterest(ctx, last, programme.Reply{Answer: programme.Accepted})
		if err == nil {
			x.tellBorn(ctx, pair, i)
		}
		return i, err
	}
	defer x.memory.scopes.InvalidateAll()
	i, err = x.store.AddInterest(ctx, i)
	if err != nil {
		return i, err
	}
	other := pair.Sink.FirmID
	if side == geo.Sink {
		other = pair.Source.FirmID
	}
	x.writeFirm(ctx, other, letterInterest, x.public+"/?view=program&tab=inbox")
	return i, x.LoadUses(ctx) // known uses learn from it
}

// sideOf returns the side of a match that ctx's viewer acts for.
func (x *Exchange) sideOf(ctx context.Context, a Action, pair geo.MatchPair, asFirm int64) (geo.Role, error) {
	firm, every, err := x.actFor(ctx, a, asFirm)
	switch {
	case err != nil:
		return "", err
	case firm == 0:
		return "", geo.Invalid("as_firm", "required", "for whom is it said?")
	case firm == pair.Source.FirmID:
		return geo.Source, nil
	case firm == pair.Sink.FirmID:
		return geo.Sink, nil
	case every:
		return "", geo.Invalid("as_firm", "unknown", "%d has no part in this match", firm)
	}
	return "", geo.ErrForbidden
}

// InterestIn returns the last interest in a match and the side that asks to
// know it, empty for a facilitator. Others are geo.ErrForbidden; a match that
// nobody was interested in is an interest without id.
func (x *Exchange) InterestIn(ctx context.Context, source, sink int64) (programme.Interest, geo.Role, error) {
	pair, err := x.store.Match(ctx, source, sink)
	if err != nil {
		return programme.Interest{}, "", err
	}
	var side geo.Role
	if _, every, err := x.actFor(ctx, Approach, 0); err != nil {
		return programme.Interest{}, "", err
	} else if !every {
		if side, err = x.sideOf(ctx, Approach, pair, 0); err != nil {
			return programme.Interest{}, "", err
		}
	}
	i, err := x.store.InterestIn(ctx, source, sink)
	if errors.Is(err, geo.ErrNotFound) {
		return programme.Interest{}, side, nil
	}
	return forSide(i, side), side, err
}

// forSide returns i as a side may read it: what the other one wrote, and who
// wrote it, stays hidden until both agree.
func forSide(i programme.Interest, side geo.Role) programme.Interest {
	if side != "" && i.State != programme.Accepted {
		i.Actor, i.AnsweredBy = "", ""
		if i.Asker != side {
			i.Note = ""
		}
	}
	return i
}

// AnswerInterest accepts or declines an interest on behalf of the side that
// was asked, or withdraws it on behalf of the one that asked. What is accepted
// becomes a synergy, whose id stands in the interest.
func (x *Exchange) AnswerInterest(ctx context.Context, id, asFirm int64, r programme.Reply) (programme.Interest, error) {
	if err := r.Validate(); err != nil {
		return programme.Interest{}, err
	}
	i, err := x.store.Interest(ctx, id)
	if err != nil {
		return i, err
	}
	pair, err := x.postings(ctx, i)
	if err != nil {
		return i, err
	}
	side, err := x.sideOf(ctx, Approach, pair, asFirm)
	if err != nil {
		return i, err
	}
	if side != r.By(i) {
		return i, geo.Invalid("answer", "side", "is not for the %s's side to give", side)
	}
	if i, err = x.store.AnswerInterest(ctx, i, r); err == nil {
		x.tellBorn(ctx, pair, i)
	}
	return i, err
}

func (x *Exchange) postings(ctx context.Context, i programme.Interest) (pair geo.MatchPair, err error) {
	if pair.Source, err = x.store.Posting(ctx, i.SourceID); err != nil {
		return pair, err
	}
	pair.Sink, err = x.store.Posting(ctx, i.SinkID)
	return pair, err
}

// Inquiries returns the interests that a firm has part in, the open ones
// first; a facilitator who acts for none sees all. firm is whose they are, 0
// for a facilitator's.
func (x *Exchange) Inquiries(ctx context.Context, asFirm int64) (found []programme.Inquiry, firm int64, err error) {
	firm, every, err := x.actFor(ctx, Approach, asFirm)
	if err != nil {
		return nil, 0, err
	}
	if found, err = x.store.Inquiries(ctx, firm, mostInquiries); err != nil || every {
		return found, firm, err
	}
	for n, q := range found {
		side := geo.Source
		if q.Sink.FirmID == firm {
			side = geo.Sink
		}
		found[n].Interest = forSide(q.Interest, side)
	}
	return found, firm, nil
}

// Notices returns what ctx's viewer was told, or the firm that it acts for.
func (x *Exchange) Notices(ctx context.Context, asFirm int64) ([]programme.Notice, error) {
	b, err := x.boxOf(ctx, asFirm)
	if err != nil {
		return nil, err
	}
	return x.store.Notices(ctx, b, mostNotices)
}

// SeeNotices notes that the notices up to one were seen.
func (x *Exchange) SeeNotices(ctx context.Context, asFirm, upto int64) error {
	b, err := x.boxOf(ctx, asFirm)
	if err != nil {
		return err
	}
	return x.store.SeeNotices(ctx, b, upto)
}

// boxOf returns whose notices ctx's viewer reads: its own and its firm's, or its
// own and the facilitators', or those of the firm that a facilitator acts for.
func (x *Exchange) boxOf(ctx context.Context, asFirm int64) (programme.Box, error) {
	v := geo.ViewerOf(ctx)
	if BoundOf(v, Heed) == Mine {
		o := Object{User: v.UserID}
		if asFirm != 0 {
			o = of(asFirm)
		}
		return programme.Box{AccountID: v.UserID}, x.may(ctx, Heed, o)
	}
	firm, every, err := x.actFor(ctx, Heed, asFirm)
	if every && firm != 0 {
		return programme.Box{FirmID: firm}, err
	}
	return programme.Box{FirmID: firm, AccountID: v.UserID, Office: every}, err
}
