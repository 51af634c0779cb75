package road

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"simbiyoz/geo"
)

// ErrUnfit is of a network that must not, or not unasked, take another's place.
var ErrUnfit = errors.New("not fit to take the place of the road network")

// Renew puts g in place of the graph that answers, once its hierarchies are
// ready and it is found fit. With force it is put there in spite of doubts,
// never of faults; see [Report]. Questions that are under way are answered by
// the graph that they were asked of. An ErrUnfit says why g was not taken.
func (n *Network) Renew(ctx context.Context, g *Graph, force bool) (Report, error) {
	next := NewNetwork(g)
	next.sparing = n.sparing
	if err := next.Quicken(ctx); err != nil {
		return Report{}, err
	}
	r, err := next.Inspect(ctx, n)
	if err != nil {
		return r, err
	}
	reasons := r.Faults()
	fit := len(reasons) == 0
	if doubts := r.Doubts(); len(doubts) > 0 {
		reasons, fit = append(reasons, doubts...), fit && force
	}
	n.Note(geo.NetworkUpdate{Version: r.Version, At: time.Now(), Taken: fit, Reasons: reasons})
	if !fit {
		return r, fmt.Errorf("%w: %s", ErrUnfit, strings.Join(reasons, "; "))
	}
	n.now.Store(next.now.Load())
	return r, nil
}

// Note tells, from now on, what became of the last network that was offered.
func (n *Network) Note(u geo.NetworkUpdate) { n.update.Store(&u) }
