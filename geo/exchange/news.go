package exchange

import (
	"maps"
	"sync"
)

// news is which version each of the map's layers is at. Whoever waits for a
// later one is woken by it, however many versions there were meanwhile.
type news struct {
	mu     sync.RWMutex
	at     map[string]uint64
	waking chan struct{} // closed at the next change
}

func newNews() *news { return &news{at: map[string]uint64{}, waking: make(chan struct{})} }

// bump gives layers a later version: the data's, or one more than they had
// where versions crossed.
func (n *news) bump(version uint64, layers ...string) {
	if len(layers) == 0 {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, l := range layers {
		n.at[l] = max(n.at[l]+1, version)
	}
	close(n.waking)
	n.waking = make(chan struct{})
}

func (n *news) of(layer string) uint64 {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.at[layer]
}

// Versions returns which version each layer of the map is at, below 2^53, and a
// channel that is closed when one of them has a later one. That of roads is
// another whenever the network is; nobody is woken for it.
func (x *Exchange) Versions() (map[string]uint64, <-chan struct{}) {
	x.news.mu.RLock()
	defer x.news.mu.RUnlock()
	at := maps.Clone(x.news.at)
	at[RoadLayer] = x.roadVersion() & (1<<53 - 1)
	return at, x.news.waking
}
