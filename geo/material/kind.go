package material

import (
	"fmt"
	"strconv"
	"sync"

	"simbiyoz/geo"
)

// Receiver is a class that often takes materials of a kind: the last resort of
// a ranking, where no use of the very material is known.
type Receiver struct {
	NACE   string
	Weight float64 // how likely it is one of a material's receivers, in (0,1)
	UseEN  string  // what it makes of it
	UseTR  string
}

// KindOf returns the kind of matter that code is, such as "slag" or "food": by
// the longest prefix in the list of kinds, and for a product that has none by
// that of the first waste it is traded for. It is empty for services.
func KindOf(code string) string {
	if kind, listed := kinds()[code]; listed {
		return kind
	}
	return lists().kindOf(code)
}

// kinds holds the kind of every listed material, for rankings ask for all.
var kinds = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, m := range All() {
		out[m.Code] = lists().kindOf(m.Code)
	}
	return out
})

func (l *list) kindOf(code string) string {
	for n := len(code); n > 0; n-- {
		if kind, ok := l.kinds[code[:n]]; ok {
			return kind
		}
	}
	if waste := l.equivalents[code]; len(waste) > 0 && !IsWaste(code) {
		return l.kindOf(waste[0])
	}
	return ""
}

// ReceiversOf returns the classes that usually take a kind of matter, most
// likely first.
func ReceiversOf(kind string) []Receiver { return lists().receivers[kind] }

func (l *list) kind(f []string) error {
	if _, twice := l.kinds[f[0]]; twice {
		return fmt.Errorf("%s has two kinds", f[0])
	}
	l.kinds[f[0]] = f[1]
	return nil
}

func (l *list) readReceiver(f []string) error {
	r, err := l.receiverOf(f[1:])
	if err != nil {
		return fmt.Errorf("receiver of %s: %w", f[0], err)
	}
	l.receivers[f[0]] = append(l.receivers[f[0]], r)
	return nil
}

// receiverOf reads a class, its weight and what it makes of the matter.
func (l *list) receiverOf(f []string) (Receiver, error) {
	r := Receiver{NACE: f[0], UseEN: f[2], UseTR: f[3]}
	if _, ok := l.byClass[r.NACE]; !ok {
		return r, fmt.Errorf("class %q: %w", r.NACE, geo.ErrNotFound)
	}
	var err error
	if r.Weight, err = strconv.ParseFloat(f[1], 64); err != nil || !(r.Weight > 0 && r.Weight < 1) {
		return r, fmt.Errorf("class %s: weight %q is not between 0 and 1", r.NACE, f[1])
	}
	return r, nil
}
