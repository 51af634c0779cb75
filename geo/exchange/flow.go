package exchange

import (
	"context"
	"errors"
	"fmt"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/flow"
)

// FlowStore keeps flows, which a job computes from the stored matches.
type FlowStore interface {
	// Stands returns every resource that is not over.
	Stands(ctx context.Context) ([]geo.Stand, error)
	// EachRanked calls each for every stored match, best first.
	EachRanked(ctx context.Context, each func(geo.Ranked)) error
	// EachAgreed calls each for every synergy that is being carried out, with
	// what it moves a year and the match that it came of.
	EachAgreed(ctx context.Context, each func(m geo.Ranked, quantity float64)) error
	// EachEvidenced is EachAgreed of what verified benefits tell that was moved.
	EachEvidenced(ctx context.Context, each func(m geo.Ranked, quantity float64)) error
	// ReplaceFlows puts a book that was begun at a time in the last one's place.
	ReplaceFlows(ctx context.Context, began time.Time, b geo.FlowBook) error
	// FlowRun says when flows were last computed; geo.ErrNotFound: never.
	FlowRun(ctx context.Context) (geo.FlowRun, error)
	// Flows returns the flows that f leaves, totals among them, the largest first.
	Flows(ctx context.Context, f geo.FlowFilter) ([]geo.Flow, error)
	// Balances returns what a place has of a material, or of each.
	Balances(ctx context.Context, level geo.FlowLevel, place, material string) ([]geo.Balance, error)
	// Moves returns the hauls of the moves that f's kind, material and place
	// leave, the heaviest first.
	Moves(ctx context.Context, f geo.FlowFilter) ([]geo.MoveHaul, error)
	// Coverage says who has told what in a zone, or everywhere (geo.AnyEnd).
	Coverage(ctx context.Context, zone string) (geo.Coverage, error)
}

// RenewFlows computes all flows anew from the stored matches. It does nothing
// where another has begun to after since.
func (x *Exchange) RenewFlows(ctx context.Context, since time.Time) error {
	ctx = geo.WithViewer(ctx, geo.System)
	last, err := x.store.FlowRun(ctx)
	if err != nil && !errors.Is(err, geo.ErrNotFound) {
		return fmt.Errorf("last flows: %w", err)
	}
	if last.At.After(since) {
		return nil
	}
	began := time.Now()
	stands, err := x.store.Stands(ctx)
	if err != nil {
		return fmt.Errorf("resources of flows: %w", err)
	}
	tally := flow.NewTally(stands)
	if err := x.store.EachRanked(ctx, tally.Offer); err != nil {
		return fmt.Errorf("matches of flows: %w", err)
	}
	agreed := func(m geo.Ranked, quantity float64) { tally.Carry(geo.Agreed, quantity, m) }
	if err := x.store.EachAgreed(ctx, agreed); err != nil {
		return fmt.Errorf("synergies of flows: %w", err)
	}
	evidenced := func(m geo.Ranked, quantity float64) { tally.Carry(geo.Evidenced, quantity, m) }
	if err := x.store.EachEvidenced(ctx, evidenced); err != nil {
		return fmt.Errorf("benefits of flows: %w", err)
	}
	book := tally.Book()
	shield(book.Flows)
	shieldBalances(book.Balances)
	if err := x.store.ReplaceFlows(ctx, began, book); err != nil {
		return fmt.Errorf("flows: %w", err)
	}
	return nil
}

// rest is how many times as long as the last computing of flows took passes
// until the next: while things change all the time, a tenth of it goes into
// flows, however many matches there are.
const rest = 9

// KeepFlows is RenewFlows where that is due, else it returns how long to wait.
func (x *Exchange) KeepFlows(ctx context.Context, since time.Time) (wait time.Duration, err error) {
	last, err := x.store.FlowRun(ctx)
	if err != nil && !errors.Is(err, geo.ErrNotFound) {
		return 0, fmt.Errorf("last flows: %w", err)
	}
	if wait := time.Until(last.Ended.Add(rest * last.Ended.Sub(last.At))); wait > 0 && !last.At.After(since) {
		return wait, nil
	}
	return 0, x.RenewFlows(ctx, since)
}

// Flows returns the flows that f leaves, the largest first, and when they were
// computed. What too few firms stand behind is withheld from most.
func (x *Exchange) Flows(ctx context.Context, f geo.FlowFilter) ([]geo.Flow, geo.FlowRun, error) {
	if err := f.Validate(); err != nil {
		return nil, geo.FlowRun{}, err
	}
	run, err := x.store.FlowRun(ctx)
	if errors.Is(err, geo.ErrNotFound) {
		return nil, run, nil
	}
	if err != nil {
		return nil, run, err
	}
	flows, err := x.shownFlows(ctx, f)
	return flows, run, err
}

// shownFlows returns the flows that f leaves as who asks may see them.
func (x *Exchange) shownFlows(ctx context.Context, f geo.FlowFilter) ([]geo.Flow, error) {
	f.Shielded = !geo.ViewerOf(ctx).Eyes().All()
	flows, err := x.store.Flows(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("flows: %w", err)
	}
	if f.Shielded {
		withhold(flows, f.Month)
		roundFlows(flows)
	}
	return flows, nil
}
